using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Services;

/// <summary>Looks at the services, and removes one.</summary>
internal sealed class ServicesHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    /// <returns>The exit code.</returns>
    public async Task<int> ListAsync(bool isJson, SettingsRequest request, CancellationToken cancellationToken)
    {
        await using var access = await OpenAsync(request, cancellationToken);
        var services = await access.ListAsync(cancellationToken);
        if (services.Count == 0)
        {
            await terminal.Error.WriteLineAsync(
                "No service has announced itself yet. 'karton run classifier unpacker' starts two.");
        }

        var view = isJson ? (IServicesView)new JsonServicesView(terminal) : new TextServicesView(terminal.Output, time);
        foreach (var service in services)
        {
            var waiting = await access.CountWaitingAsync(service.Identity, cancellationToken);
            await view.WriteAsync(service, waiting, cancellationToken);
        }

        return ExitCode.Success;
    }

    /// <returns>The exit code.</returns>
    public async Task<int> RemoveAsync(
        string identity, bool isSure, SettingsRequest request, CancellationToken cancellationToken)
    {
        await using var access = await OpenAsync(request, cancellationToken);
        var name = TerminalText.Escape(identity);
        var services = await access.ListAsync(cancellationToken);
        if (services.FirstOrDefault(service => service.Identity == identity) is not { } known)
        {
            terminal.Complain($"there is no service '{name}'. 'karton services' shows them.");
            return ExitCode.BadInput;
        }

        if (!isSure && !await IsWantedAsync(name, known.Open, cancellationToken))
        {
            terminal.Complain("nothing was removed.");
            return ExitCode.BadInput;
        }

        var result = await access.RemoveAsync(identity, cancellationToken);
        if (!result.IsRemoved)
        {
            terminal.Complain(
                $"'{name}' was not removed: {Figures.Count(result.LiveInstances.Count, "instance")} of it "
                + $"{(result.LiveInstances.Count == 1 ? "is" : "are")} alive "
                + $"({TerminalText.Escape(string.Join(", ", result.LiveInstances))}). Stop them first.");
            return ExitCode.BadInput;
        }

        await terminal.Output.WriteLineAsync(
            $"{name} is removed. {Figures.Number(result.Abandoned)} open deliveries ended as abandoned.");
        return ExitCode.Success;
    }

    private async Task<IServiceAccess> OpenAsync(SettingsRequest request, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, request);
        settings.RequireDistributed(
            "services", "The services of the embedded engine are those of the process that runs it.");
        return await engines.OpenServicesAsync(
            new EngineSettings
            {
                Kind = KartonEngine.Distributed,
                Settings = settings,
                WriteLog = terminal.Error.WriteLine,
            },
            cancellationToken);
    }

    private async Task<bool> IsWantedAsync(string name, int open, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteAsync(
            $"Remove {name}, its queue and {Figures.Number(open)} open deliveries for good? [y/N] ");
        await terminal.Error.FlushAsync(cancellationToken);
        using var input = new StreamReader(terminal.InputStream, leaveOpen: true);
        return await input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }
}
