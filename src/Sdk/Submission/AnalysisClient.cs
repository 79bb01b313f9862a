using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Sdk.Deliveries;
using MassTransit;

namespace Karton.Sdk.Submission;

internal sealed class AnalysisClient(RootTasks roots, PatientSender sender, IBus bus) : IAnalysisClient
{
    public async Task<Guid> SubmitAsync(
        KartonTask task, AnalysisBudget? budget = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (Attempt.Current is { } attempt)
        {
            throw new InvalidOperationException(
                $"{attempt.Delivery.Service.Identity} submitted an analysis while it worked on task "
                + $"{attempt.Delivery.Task.TaskId}. A consumer publishes children through its context.");
        }

        await roots.RecordAsync(task, budget ?? new AnalysisBudget(), cancellationToken);
        await sender.SendAsync(
            "a root task",
            async token =>
            {
                using var mark = OwnSend.Begin(task.TaskId);
                await bus.Publish(task, context => context.MessageId = task.TaskId, token);
            },
            cancellationToken);
        return task.AnalysisId;
    }
}
