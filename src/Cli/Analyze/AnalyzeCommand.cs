using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Analyze;

/// <summary><c>karton analyze</c>.</summary>
internal sealed class AnalyzeCommand : ICliCommand
{
    private readonly Option<string?> _data = DataOption.New("a temporary directory that goes at the end");

    public AnalyzeCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        var handler = new AnalyzeHandler(terminal, engines, time);
        Command = new Command("analyze", "Takes files apart and shows what is in them.");
        var samples = new SampleOptions(Command);
        Command.Add(_data);
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            samples.Bind(parsed, settings) with { DataDirectory = parsed.GetValue(_data) }, cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Examples:
          karton analyze suspicious.zip
          karton analyze --password s3cret mails/ downloads/
          curl -s https://example.com/sample | karton analyze --json -

        With --engine distributed it is 'karton submit --wait'.

        Exit code:
          0    everything was analysed, nothing crashed or was refused
          1    wrong use, or an input cannot be read; if it was named itself, nothing is submitted
          2    everything was analysed, and something crashed, was refused or ran out of time
          130  stopped by Ctrl-C; a second Ctrl-C ends at once
        """;
}
