using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Services;

/// <summary><c>karton services</c>.</summary>
internal sealed class ServicesCommand : ICliCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document a line." };

    private readonly Option<string?> _remove = new("--remove")
    {
        Description = "Remove a service for good: its queue with all that waits in it. What is open at it ends as "
            + "abandoned. Refused while instances of it are alive.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask before removing." };

    public ServicesCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        var handler = new ServicesHandler(terminal, engines, time);
        Command = new Command("services", "Lists the services of the distributed engine and what they do.")
        {
            _json, _remove, _yes,
        };
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => parsed.GetValue(_remove) is { } identity
            ? handler.RemoveAsync(identity, parsed.GetValue(_yes), settings.Bind(parsed), cancellationToken)
            : handler.ListAsync(parsed.GetValue(_json), settings.Bind(parsed), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Examples:
          karton services --engine distributed
          karton services --remove example.strings --engine distributed
        """;
}
