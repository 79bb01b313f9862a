using Karton.Tracking.Ledger;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking;

/// <summary>
/// Runs a ledger that several processes share. The database is open before the bus starts and is closed after it has
/// stopped. Every process takes messages and writes; one at a time leads and does the rest, and when it ends or loses
/// its connection the next one goes on where it was.
/// </summary>
internal sealed partial class SharedTrackingHost(
    ISharedLedgerStore store,
    LedgerWriter writer,
    ServiceRegistry registry,
    LedgerIntake intake,
    BackgroundLoops loops,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<SharedTrackingHost> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private bool _listensFirst;
    private Task _background = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidDataException">The database is no ledger, or was made by a newer version.</exception>
    /// <exception cref="IOException">The database cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        await using (var transaction = await store.BeginAsync(cancellationToken))
        {
            if (await store.ReadServicesAsync(transaction, registry.Mark) is { } snapshot)
            {
                registry.Load(snapshot);
            }
        }

        var heardSince = time.GetUtcNow() - options.Value.SilentAfter;
        var services = await store.Queries.ListServicesAsync(cancellationToken);
        _listensFirst = !services.Any(service => service.SeenAt >= heardSince);
        writer.Start();
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _background = Task.WhenAll(
            Task.Run(OpenIntakeAsync, CancellationToken.None), Task.Run(LeadAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        writer.GiveUpSoon();
        intake.Close();
        await _stopping.CancelAsync();
        await _background;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StoppingAsync(cancellationToken);
        await writer.DisposeAsync();
        await store.DisposeAsync();
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    // While no ledger ran, services may have come of which only their next heartbeat tells, and those that are started
    // together with the ledger come a moment later. To record before that would be to expect tasks nowhere, and to end
    // analyses that are still worked on. The broker keeps everything meanwhile.
    private async Task OpenIntakeAsync()
    {
        if (_listensFirst)
        {
            ListensFirst(options.Value.ListenFirst);
            await Task.WhenAny(Task.Delay(options.Value.ListenFirst, time, _stopping.Token));
        }

        intake.Open();
    }

    private async Task LeadAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await store.LeadAsync(RunLoopsAsync, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The process stops, and another one takes over.
            }
            // Whatever it is: a process that does not try to lead any more could leave none that does.
            catch (Exception e)
            {
                NotLeading(e);
                await Task.WhenAny(Task.Delay(PauseAfterFailure, time, _stopping.Token));
            }
        }
    }

    private async Task RunLoopsAsync(CancellationToken cancellationToken)
    {
        Leads();
        await loops.RunAsync(cancellationToken);
        LeadsNoMore();
    }

    [LoggerMessage(3051, LogLevel.Information, "This process leads: it sends out what the ledger has to say")]
    private partial void Leads();

    [LoggerMessage(3052, LogLevel.Information, "This process leads no more")]
    private partial void LeadsNoMore();

    [LoggerMessage(
        3054,
        LogLevel.Information,
        "No service was heard of for a while: the ledger listens for {Time} before it records anything")]
    private partial void ListensFirst(TimeSpan time);

    [LoggerMessage(3053, LogLevel.Warning, "This process cannot lead; it tries again")]
    private partial void NotLeading(Exception failure);
}
