using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Transports;

/// <summary>What differs from one broker to the next. Everything else about topology is the same on all: the topic
/// exchange of <see cref="KartonTask"/>, one queue a service, one binding a key.</summary>
public interface IKartonTransport
{
    /// <summary>Whether a message that was not acknowledged is delivered again. Where it is not, the ledger sends it
    /// again.</summary>
    bool RedeliversUnacknowledged { get; }

    /// <summary>Chooses the transport, makes the exchange of <see cref="KartonTask"/> a topic, calls
    /// <paramref name="configure"/> with the bus, and then configures the endpoints of all that is
    /// registered.</summary>
    void Use(
        IBusRegistrationConfigurator registration,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure);

    /// <summary>Makes the queue of a service: its kind, and its bindings to the exchange of
    /// <see cref="KartonTask"/>.</summary>
    /// <param name="endpoint">The queue.</param>
    /// <param name="bindingKeys">Keys of a topic exchange, where <c>*</c> stands for one word.</param>
    /// <param name="concurrency">How many deliveries the service works on at once.</param>
    /// <param name="isPersistent">Whether the queue outlives the service's instances.</param>
    void ConfigureQueue(
        IReceiveEndpointConfigurator endpoint, IEnumerable<string> bindingKeys, int concurrency, bool isPersistent);

    /// <summary>Makes a queue of Karton's own, for which MassTransit makes the bindings.</summary>
    void ConfigureQueue(IReceiveEndpointConfigurator endpoint, QueueDefinition queue);

    /// <summary>The address for a task that is sent straight to a service's queue, with the identity as its routing
    /// key. Sending neither makes nor changes a queue.</summary>
    Uri QueueAddress(string identity);

    /// <summary>The address by which a service of this process sends to the end of its own queue.</summary>
    Uri OwnQueueAddress(string identity, bool isPersistent);

    /// <summary>The broker's number for a priority; <see langword="null"/> where it has none.</summary>
    byte? NumberOf(TaskPriority priority);
}
