using System.Diagnostics;
using Karton.Contracts;
using Karton.Sdk.Catalog;
using Karton.Sdk.Stopping;
using Karton.Sdk.Transports;
using Karton.Sdk.Work;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// The outermost filter before a service's consumer. What passes the gate is run to its end, the end is told to the
/// ledger, and only then the message is acknowledged.
/// </summary>
internal sealed class DeliveryFilter(
    ServiceDefinition service,
    IKartonTransport transport,
    Gate gate,
    WorkBoard board,
    StopSignal stop,
    InstanceStart start,
    Redeliveries redeliveries,
    ConsumerRunner runner,
    DeliveryReporter reporter) : IFilter<ConsumeContext<KartonTask>>
{
    // How far the clocks of two machines may be apart.
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(1);

    private readonly ServiceWork _work = board.Of(service.Identity);
    private readonly string _consumer = service.ConsumerType.FullName ?? service.ConsumerType.Name;

    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonDelivery");

    public async Task Send(ConsumeContext<KartonTask> context, IPipe<ConsumeContext<KartonTask>> next)
    {
        var started = Stopwatch.GetTimestamp();
        _work.Arrived();
        if (stop.IsStopping && transport.RedeliversUnacknowledged)
        {
            await stop.Released.WaitAsync(context.CancellationToken);
            throw new DeliveryInterruptedException($"{service.Identity} stops and takes nothing new.");
        }

        if (!stop.IsStopping)
        {
            await DeliverAsync(context, next);
        }

        // Also where nothing was done: a message of which nobody took notice would be moved to a queue of skipped ones.
        await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(started), _consumer);
    }

    private async Task DeliverAsync(ConsumeContext<KartonTask> context, IPipe<ConsumeContext<KartonTask>> next)
    {
        var matches = service.Filter.Matches(context.Message.EffectiveHeaders);
        if (!matches && !IsDirect(context) && !MayBeExpected(context.Message))
        {
            return;
        }

        using var work = _work.Begin(context.Message, context.CancellationToken);
        var verdict = gate.Judge(service, context.Message, matches);
        var delivery = new Delivery(
            context.Message,
            service,
            context.Headers.Get<int>(DeliveryHeaders.Generation) ?? 0,
            work.StartedAt);
        var end = verdict is null
            ? await RunAsync(delivery, work, context, next)
            : new DeliveryEnd(verdict, Attempts: 0);
        if (end is not null)
        {
            await reporter.ReportAsync(delivery, end, context);
        }
    }

    private async Task<DeliveryEnd?> RunAsync(
        Delivery delivery, WorkItem work, ConsumeContext<KartonTask> context, IPipe<ConsumeContext<KartonTask>> next) =>
        redeliveries.Include(context)
            ? await redeliveries.TakeAsync(service, context)
            : await runner.RunAsync(delivery, work, context, next);

    // Older than this process: it may have been expected under the filters that the service had then.
    private bool MayBeExpected(KartonTask task) =>
        transport.RedeliversUnacknowledged && task.Created < start.At + ClockMargin;

    // Sent straight to this service: its sender expects an outcome, whatever the filters say.
    private bool IsDirect(ConsumeContext<KartonTask> context) =>
        context.Headers.TryGetHeader(DeliveryHeaders.Receiver, out var receiver)
        && receiver as string == service.Identity;
}
