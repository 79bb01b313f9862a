using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Configure;

/// <summary>Asks for settings, tries servers, and writes the file.</summary>
internal sealed class ConfigureHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <summary>Tries what is configured.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> CheckAsync(string? file, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, new SettingsRequest { ConfigFile = file });
        var isConfigured = settings.Engine == KartonEngine.Distributed
            || (settings.Engine is null && ServerBlock.All.Any(block => HasAny(settings, block)));
        if (!isConfigured)
        {
            await terminal.Output.WriteLineAsync(
                "The embedded engine is configured; it needs no server, so there is nothing to try.");
            return ExitCode.Success;
        }

        var areUsable = true;
        foreach (var block in ServerBlock.All)
        {
            areUsable &= await TryAsync(block, settings, cancellationToken);
        }

        return areUsable ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <summary>Asks for everything and writes the file.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AskAsync(string? file, CancellationToken cancellationToken)
    {
        if (!terminal.Prompter.CanAsk)
        {
            terminal.Complain(
                "configure asks questions, and standard input is no terminal. 'karton configure --check' only tries "
                + "what is configured; docs/configuration.md tells every setting.");
            return ExitCode.BadInput;
        }

        var path = PathOf(file);
        var named = file ?? terminal.Variable(SettingsReader.FileVariable);
        var settings = SettingsReader.Read(
            terminal, new SettingsRequest { ConfigFile = file }, mayBeMissing: !string.IsNullOrEmpty(named));
        var wizard = new Wizard(terminal, settings);
        if (await wizard.AskEngineAsync(cancellationToken) == KartonEngine.Distributed)
        {
            foreach (var block in ServerBlock.All)
            {
                await AskUntilUsableAsync(wizard, block, cancellationToken);
            }
        }

        SettingsWriter.Write(path, wizard.Changes);
        await terminal.Output.WriteLineAsync($"{TerminalText.Escape(path)} is written.");
        foreach (var setting in wizard.Changes.Keys.Where(IsInEnvironment))
        {
            terminal.Complain(
                $"{setting.Variable} is set in the environment and wins over the file: unset it to use what was "
                + "written.");
        }

        return ExitCode.Success;
    }

    private async Task AskUntilUsableAsync(Wizard wizard, ServerBlock block, CancellationToken cancellationToken)
    {
        await terminal.Output.WriteLineAsync($"\n{block.Server}");
        while (true)
        {
            await wizard.AskAsync(block, cancellationToken);
            if (await TryAsync(block, wizard.Settings, cancellationToken)
                || !await wizard.IsYesAsync("Correct the settings?", cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> TryAsync(ServerBlock block, KartonSettings settings, CancellationToken cancellationToken)
    {
        var finding = await engines.TryServerAsync(block.Server, settings, cancellationToken);
        var word = finding.IsUsable ? "ok" : "cannot be used";
        await terminal.Output.WriteLineAsync(
            $"{block.Server}: {word}: {TerminalText.Escape(finding.Text, TerminalText.LongCells)}");
        return finding.IsUsable;
    }

    private string PathOf(string? file)
    {
        var named = string.IsNullOrEmpty(file) ? terminal.Variable(SettingsReader.FileVariable) : file;
        var path = string.IsNullOrEmpty(named) ? SettingsReader.UserFile(terminal.Variable) : Path.GetFullPath(named);
        return path ?? throw new EngineException(
            $"There is no home directory to write to. Name a file with --config or {SettingsReader.FileVariable}.");
    }

    private bool IsInEnvironment(KnownSetting setting) => terminal.Variables()
        .Any(variable => variable.Key.Equals(setting.Variable, StringComparison.OrdinalIgnoreCase));

    private static bool HasAny(KartonSettings settings, ServerBlock block) => settings.Values.Keys
        .Any(key => key.StartsWith($"{block.Section}:", StringComparison.OrdinalIgnoreCase));
}
