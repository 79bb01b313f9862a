using System.Diagnostics;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Ledger;

/// <summary>
/// Applies a batch of entries to the ledger within one transaction: reads what the entries touch, applies them in
/// memory, writes what has changed. Here are the rules that make <c>declared = ended + open</c> hold for every
/// analysis, whatever arrives twice or in the wrong order:
/// <list type="bullet">
/// <item>A task is declared once; the first declaration also opens a delivery for each service that wants it.</item>
/// <item>A delivery is counted as declared when it is first heard of, be it by an outcome that comes too early.</item>
/// <item>A delivery ends once; whatever claims to end it later changes nothing, and declares no new work.</item>
/// <item>An analysis is drained when its submission is known and nothing is open, never before.</item>
/// <item>A service that was given a task by mistake, as with filters that have changed, and rejects it, has no part in
/// the analysis.</item>
/// <item>What comes of a skipped task is skipped, too. Only where senders hear of no refusal is such a task sent at
/// all.</item>
/// </list>
/// </summary>
internal sealed class LedgerFold(ILedgerTransaction transaction, DateTimeOffset now, bool sendersHearRefusals = true)
{
    private readonly Dictionary<Guid, FoldedAnalysis> _analyses = [];
    private readonly Dictionary<TaskKey, string?> _tasks = [];
    private readonly Dictionary<DeliveryKey, FoldedDelivery> _deliveries = [];
    private readonly List<TaskRow> _newTasks = [];
    private readonly List<ResourceRefRow> _references = [];
    private readonly List<DeadlineRow> _deadlines = [];
    private readonly OutcomeJoiner _parts = new();

    /// <summary>The analyses that this batch has changed.</summary>
    internal IEnumerable<FoldedAnalysis> ChangedAnalyses => _analyses.Values.Where(analysis => analysis.HasChanged);

    /// <summary>Applies the entries in their order; returns a receipt for each.</summary>
    internal async ValueTask<IReadOnlyList<TrackingReceipt>> ApplyAsync(IReadOnlyList<PreparedEntry> entries)
    {
        await LoadAsync(entries);
        var receipts = new TrackingReceipt[entries.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = Apply(entries[i]);
        }

        await SaveAsync();
        return receipts;
    }

    private async ValueTask LoadAsync(IReadOnlyList<PreparedEntry> entries)
    {
        var analysisIds = new HashSet<Guid>();
        var declared = new HashSet<TaskKey>();
        var touched = new HashSet<TaskKey>();
        var looked = new HashSet<TaskKey>();
        var inParts = new HashSet<DeliveryKey>();
        foreach (var entry in entries)
        {
            analysisIds.Add(entry.AnalysisId);
            if (entry.Root is { } root)
            {
                declared.Add(new TaskKey(entry.AnalysisId, root.TaskId));
            }

            foreach (var child in entry.Children)
            {
                declared.Add(new TaskKey(entry.AnalysisId, child.TaskId));
            }

            if (entry.Outcome is { } outcome)
            {
                touched.Add(TaskOf(outcome));
                if (!sendersHearRefusals || outcome.Status is DeliveryStatus.Rejected)
                {
                    looked.Add(TaskOf(outcome));
                }

                if (outcome.Parts > 1)
                {
                    inParts.Add(KeyOf(outcome));
                }
            }
        }

        touched.UnionWith(declared);
        looked.UnionWith(declared);
        // In a fixed order, so that two writers that overlap wait for each other instead of locking each other out.
        foreach (var row in await transaction.Analyses.LoadAsync([.. analysisIds.Order()]))
        {
            _analyses.Add(row.AnalysisId, new FoldedAnalysis(row));
        }

        foreach (var (key, skippedBecause) in await transaction.Tasks.FindAsync(looked))
        {
            _tasks.Add(key, skippedBecause);
        }

        foreach (var (key, status) in await transaction.Deliveries.FindAsync(touched))
        {
            _deliveries.Add(key, FoldedDelivery.FromDatabase(status));
        }

        if (inParts.Count > 0)
        {
            _parts.Load(await transaction.Deliveries.LoadPartsAsync(inParts));
        }
    }

    private TrackingReceipt Apply(PreparedEntry entry)
    {
        if (!_analyses.TryGetValue(entry.AnalysisId, out var analysis))
        {
            analysis = new FoldedAnalysis(new AnalysisRow { AnalysisId = entry.AnalysisId });
            _analyses.Add(entry.AnalysisId, analysis);
        }

        HashSet<Guid>? refused = null;
        if (entry.Root is { } root)
        {
            Submit(analysis, entry);
            Declare(analysis, root, sender: null, place: 0, ref refused);
        }
        else
        {
            Apply(analysis, entry, ref refused);
        }

        return refused is null ? TrackingReceipt.Accepted : new TrackingReceipt { Refused = refused };
    }

    private void Submit(FoldedAnalysis analysis, PreparedEntry entry)
    {
        var row = analysis.Row;
        if (row.IsKnown)
        {
            return;
        }

        analysis.HasChanged = true;
        row.IsKnown = true;
        row.SubmittedAt = entry.SubmittedAt;
        row.MaxTasks = entry.Budget.MaxTasks;
        row.MaxDepth = entry.Budget.MaxDepth;
        if (entry.Deadline is { } deadline)
        {
            _deadlines.Add(new DeadlineRow { AnalysisId = row.AnalysisId, DueAt = deadline });
        }
    }

    private void Apply(FoldedAnalysis analysis, PreparedEntry entry, ref HashSet<Guid>? refused)
    {
        var outcome = entry.Outcome!;
        var isSkipped = false;
        if (_tasks.TryGetValue(TaskOf(outcome), out var skippedBecause) && !_deliveries.ContainsKey(KeyOf(outcome)))
        {
            if (outcome.Status is DeliveryStatus.Rejected)
            {
                return;
            }

            isSkipped = skippedBecause is not null;
        }

        var delivery = isSkipped ? null : Open(analysis, KeyOf(outcome));
        var sender = new Sender(outcome, delivery?.Status, isSkipped);
        var first = (long)outcome.Part << 32;
        for (var i = 0; i < entry.Children.Count; i++)
        {
            Declare(analysis, entry.Children[i], sender, first + i, ref refused);
        }

        if (delivery is { HasEnded: false } && _parts.Join(outcome) is { } whole)
        {
            delivery.End(whole);
            Count(analysis, whole);
        }
    }

    private void Declare(
        FoldedAnalysis analysis, PreparedTask task, Sender? sender, long place, ref HashSet<Guid>? refused)
    {
        var key = new TaskKey(analysis.Row.AnalysisId, task.TaskId);
        if (!_tasks.TryGetValue(key, out var skippedBecause))
        {
            skippedBecause = sender?.ReasonToSkip ?? analysis.ReasonToSkip(task);
            _tasks.Add(key, skippedBecause);
            _newTasks.Add(new TaskRow
            {
                AnalysisId = key.AnalysisId,
                TaskId = key.TaskId,
                ParentId = task.ParentId,
                Origin = sender?.Outcome.Identity,
                Generation = sender?.Outcome.Generation ?? 0,
                Ordinal = place,
                SkippedBecause = skippedBecause,
                Body = task.Body,
            });
            foreach (var sha256 in task.Objects)
            {
                _references.Add(new ResourceRefRow { AnalysisId = key.AnalysisId, Sha256 = sha256 });
            }

            analysis.HasChanged = true;
            analysis.Row.Tasks++;
            analysis.Row.Skipped += skippedBecause is null ? 0 : 1;
            if (skippedBecause is null)
            {
                foreach (var receiver in task.Receivers)
                {
                    Open(analysis, new DeliveryKey(key.AnalysisId, key.TaskId, receiver, 0));
                }
            }
        }

        if (skippedBecause is not null)
        {
            (refused ??= []).Add(task.TaskId);
        }
    }

    private FoldedDelivery Open(FoldedAnalysis analysis, DeliveryKey key)
    {
        if (!_deliveries.TryGetValue(key, out var delivery))
        {
            delivery = new FoldedDelivery { IsNew = true };
            _deliveries.Add(key, delivery);
            analysis.HasChanged = true;
            analysis.Row.Declared++;
        }

        return delivery;
    }

    private static void Count(FoldedAnalysis analysis, TaskOutcome outcome)
    {
        var row = analysis.Row;
        analysis.HasChanged = true;
        row.Ended++;
        row.Crashed += outcome.Status is DeliveryStatus.Crashed ? 1 : 0;
        row.Undone += outcome.Status is DeliveryStatus.Crashed or DeliveryStatus.Finished ? 0 : 1;
        row.Refused += outcome.Refusals.Count;
        row.LastEndedAt = row.LastEndedAt > outcome.EndedAt ? row.LastEndedAt : outcome.EndedAt;
        Debug.Assert(row.Ended <= row.Declared, "Each delivery is declared before it ends.");
    }

    private async ValueTask SaveAsync()
    {
        await transaction.Tasks.AddAsync(_newTasks);
        await transaction.Tasks.AddReferencesAsync(_references);
        await transaction.Analyses.AddDeadlinesAsync(_deadlines);

        var ended = _deliveries.Where(pair => pair.Value.EndedBy is not null).ToList();
        await transaction.Deliveries.AddAsync(
            [.. _deliveries.Where(pair => pair.Value.IsNew).Select(pair => ToRow(pair.Key, pair.Value))]);
        await transaction.Deliveries.EndAsync(
            [.. ended.Where(pair => !pair.Value.IsNew).Select(pair => ToRow(pair.Key, pair.Value))]);
        await transaction.Deliveries.RemovePartsAsync([.. _parts.Stored.Where(key => _deliveries[key].HasEnded)]);
        await transaction.Deliveries.AddPartsAsync(
            [.. _parts.Added.Where(row => !_deliveries[KeyOf(row)].HasEnded)]);

        var changed = ChangedAnalyses.ToList();
        foreach (var analysis in changed)
        {
            analysis.Row.Revision++;
        }

        var completed = await MoveAsync(changed);
        await transaction.Analyses.SaveAsync([.. changed.Select(analysis => analysis.Row)]);
        if (completed.Count > 0)
        {
            await transaction.Outbox.AddAsync([OutboxMessages.ToRow(new AnalysesCompleted { Analyses = completed })]);
        }
    }

    private async ValueTask<List<AnalysisCompleted>> MoveAsync(List<FoldedAnalysis> changed)
    {
        var completed = new List<AnalysisCompleted>();
        foreach (var analysis in changed)
        {
            if (analysis.HasDrained)
            {
                if (await AnalysisLifecycle.DrainAsync(analysis.Row) is { } end)
                {
                    completed.Add(end);
                }
            }
            else if (analysis.HasStarted)
            {
                await AnalysisLifecycle.StartAsync(analysis.Row);
            }
        }

        var ended = changed.Where(analysis => analysis.HasCompleted).Select(analysis => analysis.Row.AnalysisId).ToList();
        await transaction.Analyses.RemoveDeadlinesAsync(ended);
        await transaction.Deliveries.RemovePartsAsync(ended);
        return completed;
    }

    private DeliveryRow ToRow(DeliveryKey key, FoldedDelivery delivery) => new()
    {
        AnalysisId = key.AnalysisId,
        TaskId = key.TaskId,
        Identity = key.Identity,
        Generation = key.Generation,
        SentAt = now,
        Status = delivery.Status,
        StartedAt = delivery.EndedBy?.StartedAt,
        EndedAt = delivery.EndedBy?.EndedAt,
        Attempts = delivery.EndedBy?.Attempts ?? 0,
        Instance = delivery.EndedBy?.Instance,
        Version = delivery.EndedBy?.Version,
        Reason = delivery.EndedBy?.Reason,
        Error = delivery.EndedBy?.Error is { } error ? LedgerJson.Write(error) : null,
        Refusals = delivery.EndedBy?.Refusals is { Count: > 0 } refusals ? LedgerJson.Write(refusals) : null,
    };

    private static TaskKey TaskOf(TaskOutcome outcome) => new(outcome.AnalysisId, outcome.TaskId);

    private static DeliveryKey KeyOf(TaskOutcome outcome) =>
        new(outcome.AnalysisId, outcome.TaskId, outcome.Identity, outcome.Generation);

    private static DeliveryKey KeyOf(OutcomePartRow row) =>
        new(row.AnalysisId, row.TaskId, row.Identity, row.Generation);

    /// <summary>What declares a task: an outcome, how its delivery had ended before, if it had, and whether its own
    /// task had been skipped.</summary>
    private sealed record Sender(TaskOutcome Outcome, DeliveryStatus? EndedAs, bool IsSkipped)
    {
        internal string? ReasonToSkip => this switch
        {
            { EndedAs: { } status } =>
                $"The delivery that sent it had ended before, as {status.ToString().ToLowerInvariant()}.",
            { IsSkipped: true } => "The task that it came from was skipped.",
            _ => null,
        };
    }
}
