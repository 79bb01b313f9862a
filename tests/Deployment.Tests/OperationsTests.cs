using System.Text.RegularExpressions;
using Karton.Architecture.Tests;

namespace Karton.Deployment.Tests;

public sealed partial class OperationsTests
{
    private static readonly string Document =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void Every_setting_that_is_named_exists()
    {
        var named = Setting().Matches(Document).Select(match => match.Value)
            .Concat(Variable().Matches(Document).Select(match => KnownSettings.KeyOf(match.Value)))
            .ToHashSet();

        Assert.NotEmpty(named);
        Assert.All(named, setting => Assert.True(KnownSettings.Has(setting), $"There is no setting {setting}."));
    }

    [Fact]
    public void Every_service_of_the_compose_file_that_talks_to_the_broker_has_documented_rights()
    {
        var talking = ComposeFile.Read().OfKarton.Select(service => $"karton-{service.Name}");

        Assert.Equal(talking.Order(), DocumentedRights.ByUser.Keys.Order());
    }

    [GeneratedRegex("Karton(:[A-Za-z0-9]+)+")]
    private static partial Regex Setting();

    [GeneratedRegex("KARTON(__[A-Z0-9]+)+")]
    private static partial Regex Variable();
}
