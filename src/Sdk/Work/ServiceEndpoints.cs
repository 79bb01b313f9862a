using Karton.Sdk.Catalog;
using Karton.Sdk.Servers;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Work;

/// <summary>The queues of this process's services: bound after they were announced, bound again when a connection
/// begins anew or their filters become the valid ones, and ended one by one when another version takes a service
/// over.</summary>
internal sealed partial class ServiceEndpoints
{
    private readonly WorkBoard _board;
    private readonly IBroker _broker;
    private readonly PatientSender _sender;
    private readonly ILogger<ServiceEndpoints> _logger;
    private readonly Dictionary<string, Observer> _observers;

    public ServiceEndpoints(
        IServiceCatalog catalog,
        WorkBoard board,
        IBroker broker,
        PatientSender sender,
        ILogger<ServiceEndpoints> logger)
    {
        _board = board;
        _broker = broker;
        _sender = sender;
        _logger = logger;
        _observers = catalog.Services.ToDictionary(
            service => service.Identity, service => new Observer(this, service), StringComparer.Ordinal);
    }

    /// <summary>To be connected to the endpoint of the service.</summary>
    internal IReceiveEndpointObserver ObserverOf(string identity) => _observers[identity];

    /// <summary>Lets tasks come to every service.</summary>
    /// <exception cref="ServerUnavailableException">The broker does not bind a queue.</exception>
    internal async Task BindAsync(CancellationToken cancellationToken)
    {
        foreach (var observer in _observers.Values)
        {
            try
            {
                await BindAsync(observer.Service, cancellationToken);
                observer.IsBound = true;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever the client threw after all retries: without bindings the service would wait for ever.
                throw new ServerUnavailableException(
                    $"The queue of {observer.Service.Identity} could not be bound to the exchange of tasks: "
                    + e.Message,
                    mayPass: true,
                    e);
            }
        }
    }

    /// <summary>Makes sure that tasks come to a service that was bound before and has not ended.</summary>
    internal Task BindAgainAsync(string identity) => _observers[identity].BindAgainAsync();

    internal bool HasEnded(string identity) => _observers[identity].HasEnded;

    /// <summary>Takes nothing more from the queue of a service; returns when what is in work has ended.</summary>
    /// <returns>Whether this call did it.</returns>
    internal Task<bool> EndAsync(string identity, CancellationToken cancellationToken) =>
        _observers[identity].EndAsync(cancellationToken);

    private Task BindAsync(ServiceDefinition service, CancellationToken cancellationToken) => _sender.SendAsync(
        "the bindings of a queue",
        token => _broker.BindAsync(service.Identity, [.. service.Filter.BindingKeys], token),
        cancellationToken);

    private async Task BindAgainAsync(ServiceDefinition service)
    {
        try
        {
            await BindAsync(service, CancellationToken.None);
        }
        catch (Exception e)
        {
            // Whatever it was, the old bindings are most probably still there, and the next connection tries again.
            NotBoundAgain(service.Identity, e.Message);
        }
    }

    [LoggerMessage(1101, LogLevel.Error, "The queue of {Identity} could not be bound again: {Reason}")]
    private partial void NotBoundAgain(string identity, string reason);

    private sealed class Observer(ServiceEndpoints endpoints, ServiceDefinition service) : IReceiveEndpointObserver
    {
        private volatile IReceiveEndpoint? _endpoint;
        private int _ending;

        internal ServiceDefinition Service => service;

        internal bool IsBound { get; set; }

        internal bool HasEnded { get; private set; }

        public Task Ready(ReceiveEndpointReady ready)
        {
            _endpoint = ready.ReceiveEndpoint;

            // Who was cut off cannot know whether its queue was empty.
            endpoints._board.Of(service.Identity).Arrived();
            _ = BindAgainAsync();
            return Task.CompletedTask;
        }

        public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

        public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

        public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

        internal Task BindAgainAsync() =>
            IsBound && _ending == 0 ? endpoints.BindAgainAsync(service) : Task.CompletedTask;

        internal async Task<bool> EndAsync(CancellationToken cancellationToken)
        {
            if (_endpoint is not { } endpoint || Interlocked.Exchange(ref _ending, 1) != 0)
            {
                return false;
            }

            await endpoint.Stop(cancellationToken);
            HasEnded = true;
            return true;
        }
    }
}
