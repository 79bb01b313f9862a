using System.CommandLine;
using System.CommandLine.Parsing;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;
using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Cli.Analyze;

/// <summary><c>karton analyze</c>.</summary>
internal sealed class AnalyzeCommand : ICliCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "A file, a directory with all that is below it, or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON document a line for each file, and everything else on standard error.",
    };

    private readonly Option<bool> _all = new("--all", "-a")
    {
        Description = "Show every sample of a large tree. Otherwise only the first of many siblings are shown.",
    };

    private readonly Option<string?> _data = DataOption.New("a temporary directory that goes at the end");

    private readonly Option<string[]> _passwords = new("--password", "-p")
    {
        Description = "A password to try on archives, besides the usual ones. Repeatable.",
        HelpName = "TEXT",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<DataMap> _headers = HeaderOption.New();

    private readonly Option<TaskPriority?> _priority = new("--priority")
    {
        Description = "How urgent it is. Otherwise normal.",
        HelpName = "low|normal|high",
        CustomParser = ParsePriority,
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "How long each file may take, such as 90s, 5m or 2h. What has not begun by then is left out.",
        HelpName = "TIME",
        CustomParser = Durations.Parse,
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Log every step on standard error.",
    };

    private readonly AnalyzeHandler _handler;

    public AnalyzeCommand(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
    {
        _handler = new AnalyzeHandler(terminal, engines, time);
        Command = new Command("analyze", "Takes files apart and shows what is in them.")
        {
            _paths, _json, _all, _data, _passwords, _headers, _priority, _timeout, _verbose,
        };
        Command.SetAction((parsed, cancellationToken) => _handler.RunAsync(Bind(parsed), cancellationToken));
    }

    public Command Command { get; }

    public string Examples =>
        """
        Examples:
          karton analyze suspicious.zip
          karton analyze --password s3cret mails/ downloads/
          curl -s https://example.com/sample | karton analyze --json -

        Exit code:
          0    everything was analysed, nothing crashed or was refused
          1    wrong use, or an input cannot be read; if it was named itself, nothing is submitted
          2    everything was analysed, and something crashed, was refused or ran out of time
          130  stopped by Ctrl-C; a second Ctrl-C ends at once
        """;

    private AnalyzeRequest Bind(ParseResult parsed) => new()
    {
        Paths = parsed.GetRequiredValue(_paths),
        DataDirectory = parsed.GetValue(_data),
        IsJson = parsed.GetValue(_json),
        ShowsAll = parsed.GetValue(_all),
        IsVerbose = parsed.GetValue(_verbose),
        Timeout = parsed.GetValue(_timeout),
        Priority = parsed.GetValue(_priority) ?? TaskPriority.Normal,
        Headers = parsed.GetRequiredValue(_headers),
        Passwords = parsed.GetValue(_passwords) ?? [],
    };

    private static TaskPriority? ParsePriority(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        switch (text)
        {
            case "low":
                return TaskPriority.Low;
            case "normal":
                return TaskPriority.Normal;
            case "high":
                return TaskPriority.High;
            default:
                result.AddError($"'{text}' is no priority. Choose low, normal or high.");
                return null;
        }
    }
}
