using System.CommandLine;
using System.CommandLine.Parsing;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Run;

/// <summary><c>karton run</c>.</summary>
internal sealed class RunCommand : ICliCommand
{
    private readonly Argument<Parts> _names = new("NAME")
    {
        Description = "What this process runs: tracking, classifier, unpacker; several are possible.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseNames,
    };

    private readonly Option<bool> _debug = new("--debug")
    {
        Description = "Only look on: the services get copies of the tasks and log what they would send.",
    };

    public RunCommand(Terminal terminal, IAnalysisEngineFactory engines)
    {
        var handler = new RunHandler(terminal, engines);
        Command = new Command("run", "Runs parts of the distributed engine in this process until it is stopped.")
        {
            _names, _debug,
        };
        var health = new HealthOption(Command);
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            parsed.GetValue(_names), parsed.GetValue(_debug), health.Bind(parsed, settings), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        The parts:
          tracking    keeps the ledger (PostgreSQL) and decides when an analysis has ended
          classifier  names what a file is
          unpacker    opens archives

        Start each as often as is wanted: processes of the same part share its work. A server that is away
        is waited for. Ctrl-C stops the process when what it works on is done, a second one at once.

        Examples:
          karton run tracking
          karton run classifier unpacker --health 127.0.0.1:8080
        """;

    private static Parts ParseNames(ArgumentResult result)
    {
        var parts = Parts.None;
        foreach (var token in result.Tokens)
        {
            switch (token.Value)
            {
                case "tracking":
                    parts |= Parts.Tracking;
                    break;
                case "classifier":
                    parts |= Parts.Classifier;
                    break;
                case "unpacker":
                    parts |= Parts.Unpacker;
                    break;
                default:
                    result.AddError($"There is no part '{token.Value}'. Choose tracking, classifier or unpacker.");
                    break;
            }
        }

        return parts;
    }
}
