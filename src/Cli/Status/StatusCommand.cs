using System.CommandLine;
using Karton.Cli.Browse;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Status;

/// <summary><c>karton status</c>.</summary>
internal sealed class StatusCommand : ICliCommand
{
    private readonly Argument<Guid?> _id = new("ID")
    {
        Description = "The analysis, as 'karton submit' or 'karton list' shows it. Otherwise all that have not ended.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
            {
                return null;
            }

            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no id of an analysis. 'karton list' shows them.");
            return null;
        },
    };

    private readonly Option<bool> _wait = new("--wait", "-w") { Description = "Return only when it has ended." };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document a line." };

    private readonly Option<string?> _data = DataOption.New("your data folder");

    public StatusCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        var handler = new StatusHandler(terminal, engines, time);
        Command = new Command("status", "Tells how analyses go, and what one that goes on waits for.")
        {
            _id, _wait, _json, _data,
        };
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            new StatusRequest
            {
                AnalysisId = parsed.GetValue(_id),
                Waits = parsed.GetValue(_wait),
                IsJson = parsed.GetValue(_json),
                Ledger = LedgerRequest.Bind(parsed, _data, settings),
            },
            cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Examples:
          karton status --engine distributed
          karton status 0197a3f0-52c4-7c1b-9d0e-3f6a1b2c4d5e --wait --engine distributed

        Exit code with an ID:
          0    it has ended, nothing crashed or was refused
          1    wrong use, or there is no such analysis
          2    it has ended, and something crashed, was refused or ran out of time
          3    it has not ended
          130  stopped by Ctrl-C; the analysis goes on
        """;
}
