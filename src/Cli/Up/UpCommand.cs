using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Up;

/// <summary><c>karton up</c>.</summary>
internal sealed class UpCommand : ICliCommand
{
    private readonly Option<string?> _data = DataOption.New("your data folder");

    public UpCommand(Terminal terminal, IAnalysisEngineFactory engines)
    {
        var handler = new UpHandler(terminal, engines);
        Command = new Command(
            "up", "Runs everything in this process until it is stopped, and goes on with what is unfinished.")
        {
            _data,
        };
        var health = new HealthOption(Command);
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            parsed.GetValue(_data), health.Bind(parsed, settings), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        It logs on standard error how each analysis goes.

        Ctrl-C stops it: what is being worked on is finished, the rest goes on at the next start.
        A second Ctrl-C ends at once; nothing is lost by that either.

        Examples:
          karton up --data /srv/karton
          karton up --engine distributed
        """;
}
