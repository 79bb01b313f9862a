using System.CommandLine;
using Karton.Cli.Analyze;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Submit;

/// <summary><c>karton submit</c>.</summary>
internal sealed class SubmitCommand : ICliCommand
{
    private readonly Option<bool> _wait = new("--wait", "-w")
    {
        Description = "Wait for the analyses and print their trees. Otherwise print the id of each and return.",
    };

    public SubmitCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        var handler = new SubmitHandler(terminal, engines, time);
        Command = new Command("submit", "Hands files to the distributed engine, to be taken apart there.");
        var samples = new SampleOptions(Command);
        Command.Add(_wait);
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) =>
            handler.RunAsync(samples.Bind(parsed, settings), parsed.GetValue(_wait), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Needs RabbitMQ and S3, and PostgreSQL to wait. Once a file is handed in its analysis goes on,
        whatever becomes of this command.

        Examples:
          karton submit suspicious.zip --engine distributed
          karton submit --wait mails/ --engine distributed

        Exit code:
          0    everything was handed in; with --wait: nothing crashed or was refused
          1    wrong use, an input that cannot be read, or a server that cannot be used
          2    with --wait: something crashed, was refused or ran out of time
          130  stopped by Ctrl-C
        """;
}
