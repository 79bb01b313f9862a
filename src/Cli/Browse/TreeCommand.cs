using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;

namespace Karton.Cli.Browse;

/// <summary><c>karton tree</c>.</summary>
internal sealed class TreeCommand : ICliCommand
{
    private readonly Argument<Guid> _id = AnalysisIdArgument.New();

    private readonly Option<string?> _data = DataOption.New("your data folder");

    private readonly Option<bool> _json = new("--json") { Description = "Print the JSON document of the analysis." };

    private readonly Option<bool> _all = new("--all", "-a")
    {
        Description = "Show every sample of a large tree. Otherwise only the first of many siblings are shown.",
    };

    public TreeCommand(Terminal terminal, IAnalysisEngineFactory engines)
    {
        var handler = new TreeHandler(terminal, engines);
        Command = new Command("tree", "Shows the tree of an analysis, whether or not it has ended.")
        {
            _id, _data, _json, _all,
        };
        var settings = new SettingsOptions(Command);
        Command.SetAction((parsed, cancellationToken) => handler.RunAsync(
            parsed.GetRequiredValue(_id), LedgerRequest.Bind(parsed, _data, settings), parsed.GetValue(_json),
            parsed.GetValue(_all), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Example:
          karton tree 0197a3f0-52c4-7c1b-9d0e-3f6a1b2c4d5e --data /srv/karton
        """;
}
