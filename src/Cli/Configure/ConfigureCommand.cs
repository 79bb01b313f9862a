using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;
using Karton.Cli.Settings;

namespace Karton.Cli.Configure;

/// <summary><c>karton configure</c>.</summary>
internal sealed class ConfigureCommand : ICliCommand
{
    private readonly Option<bool> _check = new("--check")
    {
        Description = "Ask nothing and change nothing: only try the servers that are configured.",
    };

    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = $"The file to write; it may be missing. Otherwise {SettingsReader.FileVariable}, otherwise "
            + "~/.config/karton/karton.json.",
        HelpName = "FILE",
    };

    public ConfigureCommand(Terminal terminal, IAnalysisEngineFactory engines)
    {
        var handler = new ConfigureHandler(terminal, engines);
        Command = new Command("configure", "Asks for the settings, tries each server, and writes the file.")
        {
            _check, _config,
        };
        Command.SetAction((parsed, cancellationToken) => parsed.GetValue(_check)
            ? handler.CheckAsync(parsed.GetValue(_config), cancellationToken)
            : handler.AskAsync(parsed.GetValue(_config), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Enter keeps the value in brackets. What is typed for a password or key is not shown, and neither is
        the present one. The file is readable by you alone; what else stands in it is kept, but for comments.

        Examples:
          karton configure
          karton configure --check

        Exit code:
          0  the file is written; with --check: every server can be used
          1  nothing is written; with --check: a server cannot be used
        """;
}
