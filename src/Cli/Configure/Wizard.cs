using System.Globalization;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Configure;

/// <summary>Asks for settings one by one, and knows which were changed.</summary>
internal sealed class Wizard(Terminal terminal, KartonSettings settings)
{
    private const string EngineKey = "Karton:Engine";

    private readonly Dictionary<KnownSetting, string> _changes = [];

    /// <summary>The settings with all answers.</summary>
    public KartonSettings Settings { get; private set; } = settings;

    /// <summary>What is to be written.</summary>
    public IReadOnlyDictionary<KnownSetting, string> Changes => _changes;

    public async Task<KartonEngine> AskEngineAsync(CancellationToken cancellationToken)
    {
        await terminal.Output.WriteLineAsync(
            """
            Enter keeps the value in brackets; - takes a value away.

            The embedded engine runs in one process and needs nothing. The distributed one runs in any number of
            processes on RabbitMQ, PostgreSQL and S3.
            """);
        var present = Settings.EngineOr(KartonEngine.Embedded);
        var known = KnownSettings.Find(EngineKey)!;
        var answer = await AskAsync(known, "Engine", $"{present}".ToLowerInvariant(), cancellationToken);
        Keep(known, answer);
        return Enum.Parse<KartonEngine>(answer, ignoreCase: true);
    }

    public async Task AskAsync(ServerBlock block, CancellationToken cancellationToken)
    {
        // The questions depend on the answers, so the list is walked while it changes.
        foreach (var known in block.Settings(ValueOf))
        {
            var present = ValueOf(known.Key) ?? "";
            var answer = await AskAsync(known, known.Key[(block.Section.Length + 1)..], present, cancellationToken);
            if (answer != present)
            {
                Keep(known, answer);
            }
        }
    }

    public async Task<bool> IsYesAsync(string question, CancellationToken cancellationToken) =>
        await AskAsync($"{question} [Y/n] ", isSecret: false, cancellationToken) is "" or "y" or "Y" or "yes";

    private async Task<string> AskAsync(
        KnownSetting known, string name, string present, CancellationToken cancellationToken)
    {
        var shown = known.IsSecret ? (present.Length > 0 ? "set" : "none") : TerminalText.Escape(present);
        var form = known.Form == "text" ? (known.IsList ? " (separated by commas)" : "") : $" ({known.Form})";
        while (true)
        {
            var answer = await AskAsync($"  {name}{form} [{shown}]: ", known.IsSecret, cancellationToken);
            if (answer.Length == 0)
            {
                return present;
            }

            if (answer == "-")
            {
                return Shown(known.Default);
            }

            if (known.IsList || SettingsReader.IsOfType(known, answer))
            {
                return answer;
            }

            await terminal.Output.WriteLineAsync($"  That is not {known.Form}.");
        }
    }

    private async Task<string> AskAsync(string question, bool isSecret, CancellationToken cancellationToken) =>
        await terminal.Prompter.AskAsync(question, isSecret, cancellationToken)
        ?? throw new Engine.EngineException("The input has ended before the last question; nothing is written.");

    private void Keep(KnownSetting known, string answer)
    {
        _changes[known] = answer;
        if (!known.IsList)
        {
            Settings = Settings.With(known.Key, answer);
            return;
        }

        Settings = Settings.Without(known.Key);
        foreach (var (index, item) in SettingsWriter.Items(answer).Index())
        {
            Settings = Settings.With($"{known.Key}:{index}", item);
        }
    }

    private string? ValueOf(string key)
    {
        var known = KnownSettings.Find(key)!;
        if (!known.IsList)
        {
            return Settings.Values.GetValueOrDefault(key) ?? Shown(known.Default);
        }

        var items = Settings.Values
            .Where(setting => setting.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase))
            .OrderBy(setting => int.Parse(setting.Key[(key.Length + 1)..], CultureInfo.InvariantCulture))
            .Select(setting => setting.Value)
            .ToList();
        return items.Count > 0 ? string.Join(", ", items) : Shown(known.Default);
    }

    private static string Shown(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Enum word => $"{word}".ToLowerInvariant(),
        IEnumerable<string> items => string.Join(", ", items),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
