using System.CommandLine;
using System.CommandLine.Parsing;
using Karton.Cli.CommandLine;
using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Cli.Analyze;

/// <summary>What can be said about samples that are handed in, by whichever command.</summary>
internal sealed class SampleOptions
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

    public SampleOptions(Command command)
    {
        command.Add(_paths);
        command.Add(_json);
        command.Add(_all);
        command.Add(_passwords);
        command.Add(_headers);
        command.Add(_priority);
        command.Add(_timeout);
        command.Add(_verbose);
    }

    public AnalyzeRequest Bind(ParseResult parsed, SettingsOptions settings) => new()
    {
        Paths = parsed.GetRequiredValue(_paths),
        IsJson = parsed.GetValue(_json),
        ShowsAll = parsed.GetValue(_all),
        IsVerbose = parsed.GetValue(_verbose),
        Timeout = parsed.GetValue(_timeout),
        Priority = parsed.GetValue(_priority) ?? TaskPriority.Normal,
        Headers = parsed.GetRequiredValue(_headers),
        Passwords = parsed.GetValue(_passwords) ?? [],
        Settings = settings.Bind(parsed),
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
