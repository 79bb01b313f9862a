using Karton.Sdk.Catalog;
using Karton.Tracking.Ledger;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Hosting;

namespace Karton.Tracking;

/// <summary>
/// Runs the ledger of the embedded engine within its host. Before the bus, the services are known, so that no task can
/// come too early; the database is opened beside the bus, for a start is short only when both begin at once, and who
/// records something earlier waits. After the bus, what the last process left is sent again, and messages go out. While
/// the bus stops, what ends is still recorded; then the database is closed.
/// </summary>
internal sealed class TrackingHost(
    ILedgerStore store,
    LedgerWriter writer,
    ServiceDirectory directory,
    IServiceCatalog catalog,
    LedgerIntake intake,
    BackgroundLoops loops,
    Recovery recovery,
    InWorkJournal journal,
    TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private DateTimeOffset _startedAt;
    private Task _opening = Task.CompletedTask;
    private Task _background = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        directory.Announce(catalog.Services);
        intake.Open();
        _opening = Task.Run(() => OpenAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    /// <exception cref="InvalidDataException">The database is no ledger, is damaged, or was made by a newer
    /// version.</exception>
    /// <exception cref="IOException">The database cannot be opened, or another process writes to it.</exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await _opening;
        _background = loops.RunAsync(token => recovery.RunAsync(_startedAt, token), _stopping.Token);
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
}
