using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Browse;

/// <summary><c>karton list</c>.</summary>
internal sealed class ListCommand : ICliCommand
{
    private const int Most = 10_000;

    private readonly Option<string?> _data = DataOption.New("your data folder");

    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = $"The most analyses to list: 1 to {Most}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document a line." };

    public ListCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        var handler = new ListHandler(terminal, engines, time);
        _limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > Most)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no limit. Choose 1 to {Most}.");
            }
        });
        Command = new Command("list", "Lists the latest analyses.") { _data, _limit, _json };
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            LedgerRequest.Bind(parsed, _data, settings), parsed.GetValue(_limit), parsed.GetValue(_json),
            cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Example:
          karton list --data /srv/karton -n 5
        """;
}
