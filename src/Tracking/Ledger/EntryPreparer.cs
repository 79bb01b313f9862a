using System.Buffers;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Ledger;

/// <summary>Does for an entry what needs no database, on the thread of the caller: many callers, but one
/// writer.</summary>
internal sealed class EntryPreparer(ServiceRegistry registry)
{
    /// <exception cref="ArgumentException">The entry contradicts itself.</exception>
    internal PreparedEntry Prepare(LedgerEntry entry) => entry switch
    {
        { Submitted: { } submitted, Outcome: null } => Prepare(submitted),
        { Submitted: null, Outcome: { } outcome } => Prepare(outcome),
        _ => throw new ArgumentException("An entry is either a submission or an outcome; this is both or neither."),
    };

    private PreparedEntry Prepare(AnalysisSubmitted submitted)
    {
        var task = submitted.Task;
        if (task.AnalysisId != task.TaskId || task.ParentId is not null)
        {
            throw new ArgumentException(
                $"Task {task.TaskId} was submitted as a root, but belongs to the analysis {task.AnalysisId} as a child "
                + $"of '{task.ParentId}'. Submit a task that has neither.");
        }

        var root = Prepare(task);
        return new PreparedEntry
        {
            AnalysisId = task.AnalysisId,
            Root = root,
            Budget = submitted.Budget,
            SubmittedAt = task.Created,
            Deadline = task.Deadline,
            Size = SizeOf(root),
        };
    }

    private PreparedEntry Prepare(TaskOutcome outcome)
    {
        if (outcome.Parts < 1 || outcome.Part < 0 || outcome.Part >= outcome.Parts)
        {
            throw new ArgumentException(
                $"The outcome of task {outcome.TaskId} at '{outcome.Identity}' says that it is part {outcome.Part} of "
                + $"{outcome.Parts}; parts are numbered from 0.");
        }

        var children = new List<PreparedTask>(outcome.Children.Count);
        foreach (var child in outcome.Children)
        {
            if (child.AnalysisId != outcome.AnalysisId || child.ParentId != outcome.TaskId)
            {
                throw new ArgumentException(
                    $"Task {child.TaskId} is a child of {child.ParentId} in the analysis {child.AnalysisId}, but is "
                    + $"declared by task {outcome.TaskId} in the analysis {outcome.AnalysisId}.");
            }

            children.Add(Prepare(child));
        }

        return new PreparedEntry
        {
            AnalysisId = outcome.AnalysisId,
            Outcome = outcome.Children.Count == 0 ? outcome : outcome with { Children = [] },
            Children = children,
            Size = 256 + children.Sum(SizeOf) + SizeOf(outcome),
        };
    }

    private PreparedTask Prepare(KartonTask task)
    {
        var prepared = new PreparedTask
        {
            TaskId = task.TaskId,
            ParentId = task.ParentId,
            Depth = task.Depth,
            Headers = task.EffectiveHeaders,
            Body = LedgerJson.Write(task),
            Objects = ListObjects(task),
        };
        prepared.Match(registry.Services);
        return prepared;
    }

    private static List<byte[]> ListObjects(KartonTask task)
    {
        var objects = new List<byte[]>();
        foreach (var resource in task.Resources)
        {
            // What has no such hash has no place in a store, so there is nothing to keep.
            var hash = new byte[32];
            if (resource.Address is not null && resource.Sha256.Length == 2 * hash.Length
                && Convert.FromHexString(resource.Sha256, hash, out _, out _) == OperationStatus.Done)
            {
                objects.Add(hash);
            }
        }

        return objects;
    }

    private static int SizeOf(PreparedTask task) => task.Body.Length + (task.Receivers.Count * 128);

    private static int SizeOf(TaskOutcome outcome) =>
        (outcome.Error?.Message.Length ?? 0) + (outcome.Error?.Trace?.Length ?? 0)
        + outcome.Refusals.Sum(refusal => refusal.Message.Length + (refusal.Subject?.Length ?? 0) + 64);
}
