using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Submission;
using Karton.Sdk.Tracking;
using Karton.Sdk.Work;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Deliveries;

/// <summary>Ends a delivery: first its outcome is recorded, then its children are sent. A process that dies in between
/// loses nothing, for the outcome holds the children and the delivery is made again.</summary>
internal sealed class DeliveryReporter(
    Lazy<ITrackingChannel> channel,
    PatientSender sender,
    DebugMode debug,
    DebugLog log,
    IOptions<KartonOptions> options,
    TimeProvider time)
{
    private const int SendsAtOnce = 64;

    /// <exception cref="DeliveryInterruptedException">The end could not be told: the delivery has to be made
    /// again.</exception>
    internal async Task ReportAsync(Delivery delivery, DeliveryEnd end, ConsumeContext<KartonTask> context)
    {
        if (debug.IsOn)
        {
            log.Show(delivery, end);
            return;
        }

        var outcome = new TaskOutcome
        {
            AnalysisId = delivery.Task.AnalysisId,
            TaskId = delivery.Task.TaskId,
            Identity = delivery.Service.Identity,
            Generation = delivery.Generation,
            Status = end.Verdict.Status,
            StartedAt = delivery.StartedAt,
            EndedAt = time.GetUtcNow(),
            Attempts = end.Attempts,
            Instance = options.Value.InstanceName,
            Version = delivery.Service.Version,
            Reason = end.Verdict.Reason,
            Error = end.Error,
            Refusals = end.Harvest.Refusals,
        };
        // Work that was done although it was told to stop is told nevertheless: nothing else would keep it.
        var cancellationToken = context.CancellationToken.IsCancellationRequested
            ? CancellationToken.None
            : context.CancellationToken;
        try
        {
            var refused = await RecordAsync(outcome, end.Harvest.Children, cancellationToken);
            var children = end.Harvest.Children.Where(child => !refused.Contains(child.Task.TaskId)).ToList();
            await SendAsync(children, context.ReceiveContext.PublishEndpointProvider, cancellationToken);
        }
        catch (Exception e)
        {
            // Whatever the channel or the transport threw after all retries: only a new delivery can help now.
            throw new DeliveryInterruptedException(
                $"The end of task {delivery.Task.TaskId} at {delivery.Service.Identity} could not be told: {e.Message}",
                e);
        }
    }

    private async Task<HashSet<Guid>> RecordAsync(
        TaskOutcome outcome, IReadOnlyList<Child> children, CancellationToken cancellationToken)
    {
        var refused = new HashSet<Guid>();
        foreach (var part in OutcomeCutter.Cut(outcome, children))
        {
            var receipt = await sender.SendAsync(
                "an outcome",
                token => channel.Value.RecordAsync(new LedgerEntry { Outcome = part }, token),
                cancellationToken);
            refused.UnionWith(receipt.Refused);
        }

        return refused;
    }

    private async Task SendAsync(
        List<Child> children, IPublishEndpointProvider provider, CancellationToken cancellationToken)
    {
        switch (children)
        {
            case []:
                return;
            case [var only]:
                await SendOneAsync(only, provider, cancellationToken);
                return;
            default:
                await Parallel.ForEachAsync(
                    children,
                    new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
                    async (child, token) => await SendOneAsync(child, provider, token));
                return;
        }
    }

    private Task SendOneAsync(Child child, IPublishEndpointProvider provider, CancellationToken cancellationToken) =>
        sender.SendAsync(
            "a child task",
            async token =>
            {
                var endpoint = await provider.GetPublishSendEndpoint<KartonTask>();
                using var mark = OwnSend.Begin(child.Task.TaskId);
                await endpoint.Send(child.Task, new ChildPipe(child), token);
            },
            cancellationToken);
}
