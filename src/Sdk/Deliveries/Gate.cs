using System.Globalization;
using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Catalog;
using Karton.Sdk.Stopping;

namespace Karton.Sdk.Deliveries;

/// <summary>Decides whether a task that came out of a service's queue is given to its consumer.</summary>
internal sealed class Gate(StoppedAnalyses stopped, IValidator<KartonTask> validator, TimeProvider time)
{
    private const int LongestReason = 1024;

    /// <summary>How the delivery ends without its consumer; <see langword="null"/> when the consumer gets
    /// it.</summary>
    internal Verdict? Judge(ServiceDefinition service, KartonTask task, bool matches)
    {
        if (!matches)
        {
            return new Verdict(
                DeliveryStatus.Rejected, $"The filters of {service.Identity} do not match the task.");
        }

        var validation = validator.Validate(task);
        if (!validation.IsValid)
        {
            return new Verdict(
                DeliveryStatus.Rejected, CleanText.Of($"The task is malformed: {validation}", LongestReason));
        }

        if (stopped.Find(task.AnalysisId) is { } state)
        {
            return Verdict.OfStopped(state);
        }

        return task.Deadline is { } deadline && deadline <= time.GetUtcNow()
            ? new Verdict(
                DeliveryStatus.Expired,
                string.Create(CultureInfo.InvariantCulture, $"Its deadline, {deadline:u}, passed before work began."))
            : null;
    }
}
