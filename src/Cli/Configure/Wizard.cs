using System.Text.Json.Nodes;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;
using Spectre.Console;

namespace Karton.Cli.Configure;

/// <summary>Asks for the settings, block by block, and tries each server when its block is complete.</summary>
internal sealed class Wizard(IAnsiConsole console, KartonSettings settings, TryServers tryServers)
{
    private static readonly (string Section, string Server)[] Blocks =
    [
        ("Karton:RabbitMq", ServerTrials.RabbitMq), ("Karton:PostgreSql", "PostgreSQL"), ("Karton:S3", "S3"),
    ];

    private readonly Answers _answers = new(settings.Values);

    /// <summary>Whether the answers are to be written.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>What is to be written, by full name.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Changes => _answers.Changes;

    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        var prompts = new SettingPrompts(console, _answers);
        console.WriteLine(
            $"Settings for {TerminalText.Escape(path, TerminalText.LongCells)}. Enter takes what is shown.");
        await prompts.AskEngineAsync(settings.EngineOr(KartonEngine.Embedded), cancellationToken);
        if (_answers.Engine == KartonEngine.Distributed)
        {
            foreach (var (section, server) in Blocks)
            {
                await AskServerAsync(prompts, section, server, cancellationToken);
            }
        }

        if (await prompts.AskAsync("Go through limits and times as well?", otherwise: false, cancellationToken))
        {
            foreach (var options in KnownSettings.Classes
                .Where(options => !options.IsOfServer && options.Type != typeof(ProgramOptions)))
            {
                await AskBlockAsync(prompts, options, cancellationToken);
            }
        }

        IsConfirmed = await prompts.AskAsync("Write the file?", otherwise: true, cancellationToken);
    }

    private async Task AskServerAsync(
        SettingPrompts prompts, string section, string server, CancellationToken cancellationToken)
    {
        var options = KnownSettings.Classes.Single(candidate => candidate.Section == section);
        console.WriteLine();
        console.WriteLine(server);
        do
        {
            await AskBlockAsync(prompts, options, cancellationToken);
        }
        while (!await TryAsync(server, cancellationToken)
            && await prompts.AskAsync($"Change the settings of {server}?", otherwise: true, cancellationToken));
    }

    // Until they make sense; whether a server takes them is another matter.
    private async Task AskBlockAsync(SettingPrompts prompts, OptionsClass options, CancellationToken cancellationToken)
    {
        List<string> faults;
        do
        {
            foreach (var setting in options.Settings)
            {
                var isLeftOut = Questions.IsOfTls(setting) && setting.Property.Name != "Enabled"
                    && !_answers.IsTrue($"{options.Section}:Tls:Enabled");
                if (isLeftOut)
                {
                    _answers.Clear(setting);
                }
                else
                {
                    await prompts.AskAsync(setting, cancellationToken);
                }
            }

            faults = [.. options.Check(_answers.ToConfiguration(), _ => "")];
            foreach (var fault in faults)
            {
                Write("fault", "red", fault);
            }
        }
        while (faults.Count > 0);
    }

    private async Task<bool> TryAsync(string server, CancellationToken cancellationToken)
    {
        var trials = await console.Status().StartAsync(
            $"Trying {server}",
            _ => tryServers(settings with { Values = _answers.Values }, server, cancellationToken));
        foreach (var trial in trials)
        {
            Write(
                trial.IsUsable ? "ok" : "fault",
                trial.IsUsable ? "green" : "red",
                trial.IsUsable ? $"{trial.Server}: {trial.Words}" : trial.Words);
        }

        return trials.All(trial => trial.IsUsable);
    }

    private void Write(string word, string colour, string text) => console.MarkupLine(
        $"[{colour}]{word}[/]  {Markup.Escape(TerminalText.Escape(text, TerminalText.LongCells))}");
}
