using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;

namespace Karton.Sdk.Submission;

/// <summary>Makes an analysis known to the ledger before its root task is published.</summary>
internal sealed class RootTasks(
    Lazy<ITrackingChannel> channel, PatientSender sender, IValidator<AnalysisSubmitted> validator)
{
    /// <exception cref="ValidationException">The task is malformed, or no root.</exception>
    /// <exception cref="TimeoutException">The ledger could not be told in time.</exception>
    internal async Task RecordAsync(KartonTask task, AnalysisBudget budget, CancellationToken cancellationToken)
    {
        var submitted = new AnalysisSubmitted { Task = task, Budget = budget };
        validator.ValidateAndThrow(submitted);
        await sender.SendAsync(
            "a submission",
            token => channel.Value.RecordAsync(new LedgerEntry { Submitted = submitted }, token),
            cancellationToken);
    }
}
