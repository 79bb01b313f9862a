using System.Runtime.Serialization;
using Karton.Contracts.Tracking;
using Karton.Sdk.Transports;
using Karton.Tracking.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Ledger;

/// <summary>Takes entries that come over the bus into the batches of the writer; acknowledged after the
/// commit.</summary>
internal sealed partial class LedgerEntriesConsumer(
    EntryPreparer preparer,
    LedgerWriter writer,
    LedgerIntake intake,
    ILedgerStore store,
    ILogger<LedgerEntriesConsumer> logger) : IConsumer<LedgerEntries>
{
    public Task Consume(ConsumeContext<LedgerEntries> context) => intake.TakeAsync(
        () => Task.WhenAll(context.Message.Entries.Select(entry => RecordAsync(entry, context.CancellationToken))),
        context.CancellationToken);

    // One entry that contradicts itself must not keep the others of its message from being recorded.
    private async Task RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RecordAsync(preparer.Prepare(entry), cancellationToken);
        }
        catch (Exception e) when (IsHopeless(e))
        {
            var (analysisId, taskId) = (
                entry?.Outcome?.AnalysisId ?? entry?.Submitted?.Task.AnalysisId,
                entry?.Outcome?.TaskId ?? entry?.Submitted?.Task.TaskId);
            NotWritable(analysisId, taskId, entry?.Outcome?.Identity, e);
            throw new UnwritableEntryException(
                $"The entry of task {taskId} in the analysis {analysisId} cannot be written: {e.Message}", e);
        }
    }

    // Whatever neither the database nor a process that stops can explain, the entry itself is to blame for.
    private bool IsHopeless(Exception failure) => !store.IsTransient(failure)
        && failure is not (OperationCanceledException or TimeoutException or LedgerClosedException);

    [LoggerMessage(
        3004,
        LogLevel.Error,
        "An entry of the analysis {AnalysisId}, task {TaskId}, service {Identity}, can never be written; its message "
        + "goes to the error queue")]
    private partial void NotWritable(Guid? analysisId, Guid? taskId, string? identity, Exception failure);
}

/// <summary>A higher limit makes no larger batches, only more garbage. What is taken from the broker is in work at
/// once, so that nothing lies between what waits there and what <see cref="LedgerIntake"/> counts.</summary>
internal sealed class LedgerEntriesConsumerDefinition : ConsumerDefinition<LedgerEntriesConsumer>
{
    private const int MaxInWork = 32;

    public LedgerEntriesConsumerDefinition()
    {
        EndpointName = QueueDefinition.Ledger.Name;
        ConcurrentMessageLimit = MaxInWork;
        Endpoint(endpoint => endpoint.PrefetchCount = MaxInWork);
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<LedgerEntriesConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        var transport = context.GetRequiredService<IKartonTransport>();
        transport.ConfigureQueue(endpointConfigurator, QueueDefinition.Ledger);
        endpointConfigurator.PublishFaults = false;
        if (transport.RedeliversUnacknowledged)
        {
            endpointConfigurator.RequeueUnless(
                failures => failures.Any(one => one is UnwritableEntryException or SerializationException));
        }
        else
        {
            endpointConfigurator.UseMessageRetry(retry =>
            {
                retry.Exponential(
                    10, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200));
                retry.Ignore<UnwritableEntryException>();
            });
        }
    }
}
