using System.Text.RegularExpressions;
using Karton.Architecture.Tests;

namespace Karton.Deployment.Tests;

public sealed partial class DockerComposeTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly ComposeFile Compose = ComposeFile.Read();

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    public static TheoryData<string> OfKarton => [.. Compose.OfKarton.Select(service => service.Name)];

    [Fact]
    public void The_three_servers_and_the_processes_of_Karton_are_there() => Assert.Equal(
        ["classifier", "postgresql", "rabbitmq", "s3", "submit", "tracking", "unpacker"],
        Compose.Services.Keys.Order());

    [Theory]
    [MemberData(nameof(OfKarton))]
    public void Every_setting_exists(string service)
    {
        var settings = Compose.Services[service].Environment.Keys.Select(KnownSettings.KeyOf).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.True(KnownSettings.Has(setting), $"There is no setting {setting}."));
    }

    [Theory]
    [MemberData(nameof(OfKarton))]
    public void A_process_gets_no_secret_that_it_does_not_need(string service)
    {
        var environment = Compose.Services[service].Environment;
        var needsLedger = service is "tracking" or "submit";

        Assert.Equal(needsLedger, environment.Keys.Any(key => key.Contains("POSTGRESQL", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_has_a_fixed_version(string service)
    {
        var image = Compose.Services[service].Image;

        Assert.Matches(FixedVersion(), image);
    }

    [Fact]
    public void The_image_of_Karton_has_the_version_of_Karton()
    {
        var version = typeof(ComposeFile).Assembly.GetName().Version!.ToString(3);

        Assert.All(Compose.OfKarton, service => Assert.Equal($"karton:{version}", service.Image));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_container_has_few_rights(string service)
    {
        var container = Compose.Services[service];

        Assert.Equal("true", container.Text("read_only"));
        Assert.Equal(["ALL"], container.List("cap_drop"));
        Assert.Equal(["no-new-privileges:true"], container.List("security_opt"));
        Assert.Null(container.Text("privileged"));
        Assert.Empty(container.List("cap_add"));
        Assert.Empty(container.List("ports"));
        Assert.NotNull(container.Text("mem_limit"));
        // Those of Karton run as the user whom the Dockerfile names.
        Assert.True(container.IsBuilt || container.Text("user") is { } user && !user.StartsWith("root", Ordinal)
            && !user.StartsWith('0'));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_container_is_watched_and_started_again(string service)
    {
        var container = Compose.Services[service];
        var isCommand = service == "submit";

        Assert.Equal(isCommand ? "no" : "unless-stopped", container.Text("restart"));
        Assert.Equal(isCommand, container.HealthTest.Count == 0);
        Assert.All(container.DependsOn, other => Assert.Contains(other, Compose.Services.Keys));
    }

    [Fact]
    public void Every_secret_comes_from_outside_and_the_example_names_it()
    {
        var values = Compose.Services.Values.SelectMany(service => service.Environment)
            .Where(variable => SecretName().IsMatch(variable.Key))
            .Select(variable => variable.Value)
            .ToList();
        var named = values.Select(value => Required().Match(value).Groups["name"].Value).ToHashSet();
        var example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Matches(Required(), value));
        Assert.Equal(named.Order(), example.Select(line => line.TrimEnd('=')).Order());
        Assert.All(example, line => Assert.EndsWith("=", line, Ordinal));
    }

    [Fact]
    public void Files_and_volumes_that_are_mounted_exist()
    {
        var mounted = Compose.Services.Values.SelectMany(service => service.List("volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(source => source != "/tmp")
            .ToList();

        Assert.NotEmpty(mounted);
        Assert.All(mounted, source => Assert.True(IsThere(source), $"{source} is not there."));
    }

    private static bool IsThere(string source) => source.StartsWith('.')
        ? File.Exists(Path.Combine(Repository.Root, source))
        : Compose.Volumes.Contains(source);

    [GeneratedRegex(@"^[a-z0-9./-]+:(\d+\.\d+(\.\d+)?)$")]
    private static partial Regex FixedVersion();

    [GeneratedRegex("PASS|SECRET|ACCESS_?KEY", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^\$\{(?<name>[A-Z0-9_]+):\?[^}]+\}$")]
    private static partial Regex Required();
}
