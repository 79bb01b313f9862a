using System.Text;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Reading;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests.Harness;

/// <summary>A ledger without a bus: the database, its writer and what reads it.</summary>
internal sealed class LedgerUnderTest : IAsyncDisposable
{
    private readonly LoggerFactory _loggers;

    private LedgerUnderTest(ILedgerStore store)
    {
        _loggers = new LoggerFactory([Logs]);
        Store = store;
        Registry = new ServiceRegistry(NullLogger<ServiceRegistry>.Instance);
        Writer = new LedgerWriter(
            store,
            Registry,
            new OutboxSignal(),
            Time,
            Options.Create(TrackingOptions),
            _loggers.CreateLogger<LedgerWriter>());
        var preparer = new EntryPreparer(Registry);
        Channel = new DirectTrackingChannel(preparer, Writer);
        Reader = new AnalysisReader(store, Time, Options.Create(TrackingOptions));
        Services = new ServiceReader(store, Time, Options.Create(TrackingOptions));
        Transitions = new AnalysisTransitions(Writer, Time, NullLogger<AnalysisTransitions>.Instance);
        Metrics = new ReconcilerMetrics(Counts);
        var options = Options.Create(TrackingOptions);
        Directory = new ServiceDirectory(
            Registry,
            store,
            Writer,
            new ServiceBindings(store, Broker, NullLogger<ServiceBindings>.Instance),
            Time,
            options,
            NullLogger<ServiceDirectory>.Instance);
        Resender = new DeliveryResender(
            store, Writer, preparer, Sender, Metrics, Time, options, NullLogger<DeliveryResender>.Instance);
        var queues = new QueueWatch(Broker, Intake, NullLogger<QueueWatch>.Instance);
        Gone = new GoneServices(
            store, Writer, Resender, queues, Time, options, NullLogger<GoneServices>.Instance);
        Drained = new DrainedAnalyses(store, Writer, Metrics);
        Reconciler = new Reconciler(
            store, Resender, Drained, Gone, queues, Metrics, Time, options, NullLogger<Reconciler>.Instance);
    }

    public ILedgerStore Store { get; }

    public ServiceRegistry Registry { get; }

    public LedgerWriter Writer { get; }

    public ITrackingChannel Channel { get; }

    public IAnalysisReader Reader { get; }

    public IServiceReader Services { get; }

    public AnalysisTransitions Transitions { get; }

    public ServiceDirectory Directory { get; }

    public FakeTaskSender Sender { get; } = new();

    public FakeBroker Broker { get; } = new();

    public LedgerIntake Intake { get; } = new();

    public GoneServices Gone { get; }

    public IServiceRemoval Removal =>
        new ServiceRemoval(Writer, Broker, Resender, Time, Options.Create(TrackingOptions));

    private ReconcilerMetrics Metrics { get; }

    public Counts Counts { get; } = new();

    /// <summary>What the writer has logged.</summary>
    public LogLines Logs { get; } = new();

    private DeliveryResender Resender { get; }

    private DrainedAnalyses Drained { get; }

    public Reconciler Reconciler { get; }

    public SteppingTime Time { get; } = new();

    public TrackingOptions TrackingOptions { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A ledger whose database is not open.</summary>
    public static LedgerUnderTest Create(ILedgerStore store) => new(store);

    public static async Task<LedgerUnderTest> OpenAsync(
        ILedgerStore store, params (string Identity, string Filters)[] services)
    {
        var ledger = new LedgerUnderTest(store);
        await store.OpenAsync(Token);
        ledger.Writer.Start();
        foreach (var (identity, filters) in services)
        {
            await ledger.RegisterAsync(identity, filters);
        }

        return ledger;
    }

    public async Task RegisterAsync(string identity, string filters)
    {
        var service = new ServiceRow
        {
            Identity = identity,
            Filters = Encoding.UTF8.GetBytes(filters),
            IsPersistent = true,
            SeenAt = Tasks.Noon,
        };
        Registry.Put(service);
        // There the registry is what the database says.
        if (Store is ISharedLedgerStore)
        {
            await Writer.ChangeAsync(transaction => transaction.Services.SaveAsync(service), Token);
        }
    }

    public Task<TrackingReceipt> RecordAsync(AnalysisSubmitted submitted) =>
        Channel.RecordAsync(new LedgerEntry { Submitted = submitted }, Token);

    public Task<TrackingReceipt> RecordAsync(TaskOutcome outcome) =>
        Channel.RecordAsync(new LedgerEntry { Outcome = outcome }, Token);

    public Task<AnalysisRow?> FindAsync(Guid analysisId) => Store.Queries.FindAnalysisAsync(analysisId, Token);

    public async Task<IReadOnlyList<TaskRecord>> ReadAsync(Guid analysisId) =>
        await Reader.ReadTasksAsync(analysisId, Token).ToListAsync(Token);

    /// <summary>The kinds of the messages that wait to be published, oldest first.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync() =>
        [.. (await Store.Queries.ReadOutboxAsync(1000, Token)).Select(row => row.Kind)];

    /// <summary>Stops an analysis as its state machine does.</summary>
    public async Task StopAsync(Guid analysisId, AnalysisState state, DeliveryStatus status)
    {
        var instance = await FindAsync(analysisId) is { } row
            ? AnalysisInstance.FromRow(row)
            : new AnalysisInstance { CorrelationId = analysisId };
        instance.CurrentState = state.ToString();
        instance.StopsAs = status;
        instance.StopReason = "A test stopped it.";
        Assert.True(await Transitions.StoreAsync(instance, Token));
    }

    /// <summary>Gives a stopped analysis its end, as its state machine does when it is told that nothing is
    /// open.</summary>
    public async Task CompleteStoppedAsync(Guid analysisId)
    {
        var row = (await FindAsync(analysisId))!;
        var instance = AnalysisInstance.FromRow(row);
        instance.Outcome = AnalysisOutcome.Partial;
        instance.CompletedAt = row.LastEndedAt;
        instance.ReliesOnCounters = true;
        instance.Completed = new AnalysisCompleted
        {
            AnalysisId = analysisId,
            State = row.State,
            Outcome = AnalysisOutcome.Partial,
            Counters = row.Counters,
            SubmittedAt = row.SubmittedAt!.Value,
            CompletedAt = row.LastEndedAt!.Value,
        };
        Assert.True(await Transitions.StoreAsync(instance, Token));
    }

    /// <summary>The ends of an analysis that wait to be published, oldest first.</summary>
    public async Task<IReadOnlyList<AnalysisCompleted>> EndsAsync(Guid analysisId) =>
        [.. (await Store.Queries.ReadOutboxAsync(int.MaxValue, Token))
            .Where(row => row.Kind == "analyses-completed")
            .SelectMany(row => LedgerJson.Read<AnalysesCompleted>(row.Body).Analyses)
            .Where(end => end.AnalysisId == analysisId)];

    /// <summary>What a process does that starts on the ledger now, after one that left this journal.</summary>
    public Task RecoverAsync(InWorkJournal journal) => RecoverAsync(journal, Time.GetUtcNow());

    /// <inheritdoc cref="RecoverAsync(InWorkJournal)"/>
    public Task RecoverAsync(InWorkJournal journal, DateTimeOffset startedAt) => new Recovery(
        Store, Registry, Resender, Drained, journal, Metrics, NullLogger<Recovery>.Instance).RunAsync(startedAt, Token);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Store.DisposeAsync();
        Counts.Dispose();
        _loggers.Dispose();
    }
}
