using System.Globalization;
using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Catalog;
using Karton.Sdk.Stopping;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>Decides whether a task that came out of a service's queue is for its consumer.</summary>
internal sealed class Gate(StoppedAnalyses stopped, IValidator<KartonTask> validator, TimeProvider time)
{
    /// <summary>Looks at a task before its consumer does. The filters come first: a service has nothing to say about
    /// a task that was never its own.</summary>
    internal Verdict Judge(ServiceDefinition service, ConsumeContext<KartonTask> context)
    {
        var task = context.Message;
        var isDirect = context.Headers.TryGetHeader(DeliveryHeaders.Receiver, out var receiver);
        if (isDirect && receiver as string != service.Identity)
        {
            return Verdict.Ignore;
        }

        if (!service.Filter.Matches(task.EffectiveHeaders))
        {
            return isDirect
                ? Verdict.End(DeliveryStatus.Rejected, $"The filters of {service.Identity} do not match the task.")
                : Verdict.Ignore;
        }

        var validation = validator.Validate(task);
        if (!validation.IsValid)
        {
            return Verdict.End(DeliveryStatus.Rejected, $"The task is malformed: {validation}");
        }

        if (Stopped(task.AnalysisId) is { } verdict)
        {
            return verdict;
        }

        return task.Deadline is { } deadline && deadline <= time.GetUtcNow()
            ? Verdict.End(
                DeliveryStatus.Expired,
                string.Create(CultureInfo.InvariantCulture, $"Its deadline, {deadline:u}, passed before work began."))
            : Verdict.Run;
    }

    /// <summary>The verdict on what belongs to an analysis that was stopped; <see langword="null"/> when it was
    /// not.</summary>
    internal Verdict? Stopped(Guid analysisId) => stopped.Find(analysisId) switch
    {
        null => null,
        AnalysisState.Expired => Verdict.End(DeliveryStatus.Expired, "The time of the analysis was over."),
        _ => Verdict.End(DeliveryStatus.Cancelled, "The analysis was cancelled."),
    };
}
