using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Configure;

/// <summary>Tries one server, or all of them when none is named.</summary>
internal delegate Task<IReadOnlyList<ServerTrial>> TryServers(
    KartonSettings settings, string? server, CancellationToken cancellationToken);

/// <summary>Asks for settings and writes them, or only tries those there are.</summary>
internal sealed class ConfigureHandler(Terminal terminal, TryServers tryServers)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(SettingsRequest request, bool isCheck, CancellationToken cancellationToken)
    {
        if (isCheck)
        {
            return await CheckAsync(SettingsReader.Read(terminal, request), cancellationToken);
        }

        if (!terminal.IsInputTerminal || !terminal.IsOutputTerminal)
        {
            throw new EngineException(
                "'karton configure' asks questions, and standard input or output is no terminal. Run it on one, or use "
                + "--check, which only tries what is configured.");
        }

        if (request.Sets.Count > 0)
        {
            throw new EngineException("--set goes with --check alone: what is to be written is asked for.");
        }

        var path = Target(request);
        var settings = SettingsReader.Read(terminal, request with { IsFileOptional = true });
        var document = SettingsDocument.Open(path);
        var wizard = new Wizard(terminal.OutputConsole, settings, tryServers);
        await wizard.RunAsync(path, cancellationToken);
        if (!wizard.IsConfirmed)
        {
            terminal.Complain("nothing was written.");
            return ExitCode.Success;
        }

        foreach (var (key, value) in wizard.Changes)
        {
            document.Set(key, value);
        }

        document.Save();
        await terminal.Output.WriteLineAsync($"Written: {TerminalText.Escape(path, TerminalText.LongCells)}");
        TellWhatWins(wizard.Changes.Select(change => change.Key));
        return ExitCode.Success;
    }

    private async Task<int> CheckAsync(KartonSettings settings, CancellationToken cancellationToken)
    {
        var namesServers = KnownSettings.Classes.Where(options => options.IsOfServer).Any(options =>
            settings.Values.Keys.Any(key => key.StartsWith(options.Section + ":", StringComparison.OrdinalIgnoreCase)));
        if (settings.Engine == KartonEngine.Embedded || (settings.Engine is null && !namesServers))
        {
            await terminal.Output.WriteLineAsync("The embedded engine is configured: it needs no server.");
            return ExitCode.Success;
        }

        var trials = await tryServers(settings, server: null, cancellationToken);
        foreach (var trial in trials)
        {
            var line = trial.IsUsable ? $"ok     {trial.Server}: {trial.Words}" : $"fault  {trial.Words}";
            await terminal.Output.WriteLineAsync(TerminalText.Escape(line, TerminalText.LongCells));
        }

        return trials.All(trial => trial.IsUsable) ? ExitCode.Success : ExitCode.BadInput;
    }

    private string Target(SettingsRequest request)
    {
        var named = request.ConfigFile ?? terminal.Variable(SettingsReader.FileVariable);
        var path = string.IsNullOrEmpty(named) ? SettingsReader.UserFile(terminal.Variable) : named;
        return path is null
            ? throw new EngineException("There is no home directory for a settings file. Name one with --config.")
            : Path.GetFullPath(path);
    }

    private void TellWhatWins(IEnumerable<string> changed)
    {
        var variables = terminal.Variables().Select(variable => variable.Key).ToList();
        foreach (var key in changed)
        {
            var name = KnownSetting.VariableOf(key);
            var winner = variables.Find(variable => variable.Equals(name, StringComparison.OrdinalIgnoreCase)
                || variable.StartsWith(name + "__", StringComparison.OrdinalIgnoreCase));
            if (winner is not null)
            {
                terminal.Complain($"{winner} in the environment wins over what was written. Take it away there.");
            }
        }
    }
}
