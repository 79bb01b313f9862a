using Karton.Sdk.Catalog;
using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking;

/// <summary>
/// Runs the ledger within its host. Before the bus, the services are known, so that no task can come too early; the
/// database is opened beside the bus, for a start is short only when both begin at once, and who records something
/// earlier waits. After the bus, what the last process left is sent again, and messages go out. While the bus stops,
/// what ends is still recorded; then the database is closed.
/// </summary>
internal sealed partial class TrackingHost(
    ILedgerStore store,
    LedgerWriter writer,
    ServiceDirectory directory,
    IServiceCatalog catalog,
    OutboxDispatcher outbox,
    DeadlineWatch deadlines,
    Recovery recovery,
    Reconciler reconciler,
    InWorkJournal journal,
    TimeProvider time,
    ILogger<TrackingHost> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private DateTimeOffset _startedAt;
    private Task _opening = Task.CompletedTask;
    private Task _background = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        directory.Announce(catalog.Services);
        _opening = Task.Run(() => OpenAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    /// <exception cref="InvalidDataException">The database is no ledger, is damaged, or was made by a newer
    /// version.</exception>
    /// <exception cref="IOException">The database cannot be opened, or another process writes to it.</exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await _opening;
        _background = Task.WhenAll(
            RunAsync(outbox.RunAsync),
            RunAsync(deadlines.RunAsync),
            RunAsync(async token =>
            {
                await recovery.RunAsync(_startedAt, token);
                await reconciler.RunAsync(token);
            }));
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _background;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StoppingAsync(cancellationToken);
        // How opening ended was said when the host started; here it only has to be over.
        await Task.WhenAny(_opening);
        await writer.DisposeAsync();
        await store.DisposeAsync();
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenAsync(cancellationToken);
            journal.Open();
        }
        catch (Exception e)
        {
            // Whatever it is, nobody who has something to record may wait for a database that will not be there.
            writer.Abort(e);
            throw;
        }

        _startedAt = time.GetUtcNow();
        writer.Start();
        await directory.ReplaceAllAsync(catalog.Services, cancellationToken);
    }

    private Task RunAsync(Func<CancellationToken, Task> run) => Task.Run(async () =>
    {
        var pause = TimeSpan.Zero;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, time, _stopping.Token);
                await run(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The process stops; what is left is in the database.
            }
            // Whatever it is: without these loops analyses would have no end. All of them can begin anew.
            catch (Exception e)
            {
                LoopFailed(e);
                pause = PauseAfterFailure;
            }
        }
    });

    [LoggerMessage(3050, LogLevel.Error, "A loop of the ledger failed and begins anew")]
    private partial void LoopFailed(Exception failure);
}
