using Karton.Contracts;
using Karton.Contracts.Tracking;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>The transport of the distributed engine.</summary>
internal sealed class RabbitMqTransport : IKartonTransport
{
    private readonly List<DeclaredQueue> _queues = [];
    private QueueType _queueType;

    /// <summary>The queues of this process that may be there before it, once the bus is configured.</summary>
    internal IReadOnlyList<DeclaredQueue> Queues => _queues;

    public bool RedeliversUnacknowledged => true;

    public void Use(
        IBusRegistrationConfigurator registration,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        registration.UsingRabbitMq((context, bus) =>
        {
            var settings = context.GetRequiredService<RabbitMqSettings>();
            _queueType = settings.Options.QueueType;
            bus.Host(settings);
            bus.Publish<KartonTask>(exchange => exchange.ExchangeType = ExchangeType.Topic);
            KeepEntries(bus);
            configure(context, bus);
            bus.ConfigureEndpoints(context);
        });

    /// <summary>Without bindings: they are made when the ledger knows the service.</summary>
    public void ConfigureQueue(
        IReceiveEndpointConfigurator endpoint, IEnumerable<string> bindingKeys, int concurrency, bool isPersistent)
    {
        var queue = (IRabbitMqReceiveEndpointConfigurator)endpoint;
        queue.ConcurrentMessageLimit = concurrency;
        queue.PrefetchCount = (ushort)concurrency;
        queue.AutoDelete = !isPersistent;
        var arguments = RabbitMqQueues.Arguments(_queueType, isPersistent);
        Declare(queue, arguments);
        _queues.Add(new DeclaredQueue(NameOf(endpoint), !isPersistent, arguments) { IsService = true });
        queue.RequeueUnless(_ => false);
    }

    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint, QueueDefinition queue)
    {
        var declared = (IRabbitMqReceiveEndpointConfigurator)endpoint;
        declared.AutoDelete = queue.IsTemporary;
        declared.Durable = true;
        declared.QueueExpiration = null;
        Declare(declared, RabbitMqQueues.Arguments(_queueType, queue));
        if (!queue.IsTemporary)
        {
            Add(queue);
        }
    }

    public byte? NumberOf(TaskPriority priority) => RabbitMqQueues.NumberOf(_queueType, priority);

    // The exchange without a name, which leads to each queue by its name. MassTransit declares every other exchange it
    // sends to: it would make what is gone, and fail where the other side declares it otherwise.
    public Uri QueueAddress(string identity) => new($"exchange:{RabbitMqExchangeNames.ReplyTo}");

    public Uri OwnQueueAddress(string identity, bool isPersistent) =>
        new($"exchange:{identity}{(isPersistent ? "" : "?autodelete=true")}");

    /// <summary>Whoever publishes entries makes the ledger's queue, or they were lost until a ledger first
    /// ran.</summary>
    private void KeepEntries(IRabbitMqBusFactoryConfigurator bus)
    {
        bus.Publish<LedgerEntries>(entries => entries.BindQueue(
            entries.Exchange.ExchangeName,
            QueueDefinition.Ledger.Name,
            queue =>
            {
                foreach (var (name, value) in RabbitMqQueues.Arguments(_queueType, QueueDefinition.Ledger))
                {
                    queue.SetQueueArgument(name, value);
                }
            }));
        Add(QueueDefinition.Ledger);
    }

    private void Add(QueueDefinition queue)
    {
        if (!_queues.Exists(other => other.Name == queue.Name))
        {
            _queues.Add(new DeclaredQueue(queue.Name, false, RabbitMqQueues.Arguments(_queueType, queue)));
        }
    }

    private static string NameOf(IReceiveEndpointConfigurator endpoint) =>
        new RabbitMqEndpointAddress(endpoint.InputAddress, endpoint.InputAddress).Name;

    private static void Declare(IRabbitMqQueueEndpointConfigurator queue, Dictionary<string, object?> arguments)
    {
        foreach (var (name, value) in arguments)
        {
            queue.SetQueueArgument(name, value);
        }
    }
}
