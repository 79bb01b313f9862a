using Karton.Contracts;
using Karton.Sdk.Submission;
using Karton.Tracking.Reading;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>One process.</summary>
internal sealed class Node(IHost host, LogLines logs) : IAsyncDisposable
{
    private bool _isStopped;

    public LogLines Logs => logs;

    public IServiceProvider Services => host.Services;

    public Script Script => Services.GetRequiredService<Script>();

    public BusLog Messages => Services.GetRequiredService<BusLog>();

    public IBus Bus => Services.GetRequiredService<IBus>();

    public IAnalysisReader Reader => Services.GetRequiredService<IAnalysisReader>();

    public IServiceReader Directory => Services.GetRequiredService<IServiceReader>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task SubmitAsync(KartonTask root) =>
        Services.GetRequiredService<IAnalysisClient>().SubmitAsync(root, cancellationToken: Token);

    /// <summary>Waits until the ledger waits for a service.</summary>
    public Task KnowsAsync(string identity) => Site.UntilAsync(async () =>
        (await Directory.ListAsync(Token)).Any(service => service.Identity == identity && service.IsRegistered));

    /// <summary>Waits until the ledger has it at its end.</summary>
    public async Task<AnalysisRecord> CompletedAsync(Guid analysisId)
    {
        AnalysisRecord? record = null;
        await Site.UntilAsync(async () =>
            (record = await Reader.FindAsync(analysisId, Token))?.CompletedAt is not null);
        return record!;
    }

    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
