using FluentValidation;
using FluentValidation.Results;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;

namespace Karton.Sdk.Submission;

/// <summary>Makes an analysis known to the ledger before its root task is published.</summary>
internal sealed class RootTasks(ITrackingChannel channel, PatientSender sender, IValidator<KartonTask> validator)
{
    /// <exception cref="ValidationException">The task is malformed, or no root.</exception>
    /// <exception cref="TimeoutException">The ledger could not be told in time.</exception>
    internal async Task RecordAsync(KartonTask task, AnalysisBudget budget, CancellationToken cancellationToken)
    {
        if (task.ParentId is not null || task.AnalysisId != task.TaskId || task.Depth != 0)
        {
            throw new ValidationException([new ValidationFailure(
                nameof(KartonTask.ParentId),
                $"The task {task.TaskId} is no root, but a task published outside a consumer starts an analysis. Leave "
                + $"{nameof(KartonTask.ParentId)}, {nameof(KartonTask.AnalysisId)} and {nameof(KartonTask.Depth)} "
                + "out; a child is published by a consumer, through its context.")]);
        }

        await validator.ValidateAndThrowAsync(task, cancellationToken);
        await sender.SendAsync(
            "a submission",
            token => channel.RecordAsync(
                new LedgerEntry { Submitted = new AnalysisSubmitted { Task = task, Budget = budget } }, token),
            cancellationToken);
    }
}
