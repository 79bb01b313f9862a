using System.Collections;
using Spectre.Console;

namespace Karton.Cli;

/// <summary>What the program reads from and writes to. Results go to the output, everything else to the error
/// output.</summary>
internal sealed class Terminal
{
    private const int RedirectedWidth = 120;

    public required Stream InputStream { get; init; }

    /// <summary>The bytes of the output, for JSON.</summary>
    public required Stream OutputStream { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether somebody can be asked.</summary>
    public bool IsInputTerminal { get; init; }

    public required bool IsOutputTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    /// <summary>The value of an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>All environment variables.</summary>
    public required Func<IEnumerable<KeyValuePair<string, string>>> Variables { get; init; }

    /// <summary>The file with the settings of the whole system.</summary>
    public required string SystemSettings { get; init; }

    /// <summary>The output for a person: colours on a terminal, plain text elsewhere.</summary>
    public IAnsiConsole OutputConsole
    {
        get => field ??= NewConsole(Output, IsOutputTerminal);
        init;
    }

    /// <summary>The error output for a person.</summary>
    public IAnsiConsole ErrorConsole => field ??= NewConsole(Error, IsErrorTerminal);

    /// <summary>The one of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        InputStream = Console.OpenStandardInput(),
        OutputStream = Console.OpenStandardOutput(),
        Output = Console.Out,
        Error = Console.Error,
        IsInputTerminal = !Console.IsInputRedirected,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Variables = ProcessVariables,
        SystemSettings = "/etc/karton/karton.json",
    };

    /// <summary>Says what went wrong, in a line of its own. <paramref name="message"/> is fit for a terminal.</summary>
    public void Complain(string message) => Error.WriteLine($"karton: {message}");

    private static IEnumerable<KeyValuePair<string, string>> ProcessVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => new KeyValuePair<string, string>((string)variable.Key, (string?)variable.Value ?? ""));

    private IAnsiConsole NewConsole(TextWriter writer, bool isTerminal)
    {
        var isPlain = !isTerminal || !string.IsNullOrEmpty(Variable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!isTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
