using Karton.Contracts.Tracking;
using MassTransit;

namespace Karton.Tracking.Ledger;

/// <summary>Takes entries that come over the bus into the batches of the writer; acknowledged after the
/// commit.</summary>
internal sealed class LedgerEntriesConsumer(EntryPreparer preparer, LedgerWriter writer) : IConsumer<LedgerEntries>
{
    public Task Consume(ConsumeContext<LedgerEntries> context) => Task.WhenAll(context.Message.Entries.Select(
        entry => RecordAsync(entry, context.CancellationToken)));

    // One entry that contradicts itself must not keep the others of its message from being recorded.
    private async Task RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        await writer.RecordAsync(preparer.Prepare(entry), cancellationToken);
}

/// <summary>A higher limit makes no larger batches, only more garbage.</summary>
internal sealed class LedgerEntriesConsumerDefinition : ConsumerDefinition<LedgerEntriesConsumer>
{
    public LedgerEntriesConsumerDefinition()
    {
        EndpointName = "karton.ledger";
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<LedgerEntriesConsumer> consumerConfigurator,
        IRegistrationContext context) => endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Exponential(
                10, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200));
            retry.Ignore<ArgumentException>();
        });
}
