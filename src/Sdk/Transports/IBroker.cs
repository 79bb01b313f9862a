namespace Karton.Sdk.Transports;

/// <summary>What is asked of the broker besides sending and receiving.</summary>
public interface IBroker
{
    /// <summary>Lets tasks with these keys into the queue of a service. What is bound already stays.</summary>
    Task BindAsync(string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken);

    /// <summary>Keeps tasks with these keys from coming into the queue of a service. What is not bound is no
    /// error.</summary>
    Task UnbindAsync(string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken);

    /// <summary>How many messages wait in a queue, besides those that are being worked on; <see langword="null"/> when
    /// there is no such queue or the broker does not tell.</summary>
    Task<long?> CountWaitingAsync(string queue, CancellationToken cancellationToken);

    /// <summary>Removes the queue of a service with all that waits in it, and its bindings.</summary>
    Task RemoveAsync(string identity, CancellationToken cancellationToken);
}
