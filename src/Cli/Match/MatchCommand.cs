using System.CommandLine;
using Karton.Cli.CommandLine;

namespace Karton.Cli.Match;

/// <summary><c>karton match</c>.</summary>
internal sealed class MatchCommand : ICliCommand
{
    private readonly Option<string?> _filters = new("--filters", "-f")
    {
        Description = "The filters of a service: a JSON list of rules.",
        HelpName = "JSON",
    };

    private readonly Option<string?> _headers = new("--headers", "-H")
    {
        Description = "The headers of a task: a JSON object.",
        HelpName = "JSON",
    };

    private readonly Option<string?> _batch = new("--batch", "-b")
    {
        Description = "A file, or - for standard input, with a line {\"filters\": ..., \"headers\": {...}} for each "
            + "question. Prints true, false or 'error: ...' for each.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _explain = new("--explain", "-e")
    {
        Description = "Say which rule and which condition decided.",
    };

    public MatchCommand(Terminal terminal)
    {
        var handler = new MatchHandler(terminal);
        Command = new Command("match", "Tells whether the filters of a service match the headers of a task.")
        {
            _filters, _headers, _explain, _batch,
        };
        Command.Validators.Add(result =>
        {
            var isBatch = result.GetResult(_batch) is not null;
            var given = new[] { _filters, _headers }.Count(option => result.GetResult(option) is not null);
            if (isBatch && (given > 0 || result.GetResult(_explain) is not null))
            {
                result.AddError("--batch stands alone: its lines hold the filters and the headers.");
            }
            else if (!isBatch && given < 2)
            {
                result.AddError("Both --filters and --headers are needed, or --batch.");
            }
        });
        Command.SetAction((parsed, cancellationToken) => parsed.GetValue(_batch) is { } file
            ? handler.RunBatchAsync(file, cancellationToken)
            : handler.RunAsync(
                parsed.GetValue(_filters)!, parsed.GetValue(_headers)!, parsed.GetValue(_explain)));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Example:
          karton match --filters '[{"type": "sample", "platform": "!win*"}]' --headers '{"type": "sample"}'

        Exit code:
          0  the filters match; with --batch: every line was read
          1  they do not match
          2  wrong use, or the filters or headers are malformed; with --batch: the file cannot be read
        """;
}
