using System.CommandLine;
using Karton.Cli.Settings;

namespace Karton.Cli.CommandLine;

/// <summary>The option <c>--health</c>, which is a short form of a setting.</summary>
internal sealed class HealthOption
{
    private readonly Option<string?> _health = new("--health")
    {
        Description = "Where to answer /health/live and /health/ready (distributed engine), such as 127.0.0.1:8080. "
            + "Otherwise Karton:Health:Listen, otherwise nowhere.",
        HelpName = "HOST:PORT",
    };

    public HealthOption(Command command) => command.Add(_health);

    public SettingsRequest Bind(ParseResult parsed, SettingsOptions settings)
    {
        var request = settings.Bind(parsed);
        return parsed.GetValue(_health) is { } address
            ? request with { Sets = [.. request.Sets, new("Health:Listen", address)] }
            : request;
    }
}
