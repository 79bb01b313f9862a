using System.CommandLine;
using Karton.Cli.CommandLine;

namespace Karton.Cli.Configure;

/// <summary><c>karton configure</c>.</summary>
internal sealed class ConfigureCommand : ICliCommand
{
    private readonly Option<bool> _check = new("--check")
    {
        Description = "Ask nothing: only try each server that is configured, and print a line for each.",
    };

    public ConfigureCommand(Terminal terminal, TimeProvider time)
    {
        var handler = new ConfigureHandler(terminal, new ServerTrials(time).RunAsync);
        Command = new Command(
            "configure", "Asks for the engine and its settings, tries each server, and writes the settings file.")
        {
            _check,
        };
        var settings = new SettingsOptions(Command, hasEngine: false);
        Command.SetAction((parsed, cancellationToken) =>
            handler.RunAsync(settings.Bind(parsed), parsed.GetValue(_check), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        What is set already is offered as the answer. The answers go into the file of --config, else of
        KARTON_CONFIG, else ~/.config/karton/karton.json; nobody else may read it. Trying S3 makes the
        bucket when it is missing and may be made; nothing else is changed on a server.

        Examples:
          karton configure
          karton configure --config /etc/karton/karton.json
          karton configure --check

        Exit code:
          0    the settings were written; with --check: every server can be used
          1    wrong use or wrong settings; with --check: a server cannot be used
          130  stopped by Ctrl-C; nothing was written
        """;
}
