namespace Karton.Sdk.Transports;

/// <summary>In memory the queues and their bindings are made with the bus and go with the process.</summary>
internal sealed class InMemoryBroker : IBroker
{
    public Task BindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task UnbindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<long?> CountWaitingAsync(string queue, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(null);

    public Task RemoveAsync(string identity, CancellationToken cancellationToken) => Task.CompletedTask;
}
