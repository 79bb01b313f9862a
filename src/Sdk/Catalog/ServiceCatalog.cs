namespace Karton.Sdk.Catalog;

internal sealed class ServiceCatalog : IServiceCatalog
{
    private readonly List<ServiceDefinition> _services = [];

    public IReadOnlyList<ServiceDefinition> Services => _services;

    internal void Add(ServiceDefinition service)
    {
        if (_services.Find(other => other.Identity == service.Identity) is { } twin)
        {
            throw new InvalidOperationException(
                $"{service.ConsumerType} and {twin.ConsumerType} both call themselves '{service.Identity}'. "
                + "An identity names one service: change one of the two.");
        }

        _services.Add(service);
    }

    internal ServiceDefinition Of(Type consumerType) =>
        _services.Find(service => service.ConsumerType == consumerType)
        ?? throw new InvalidOperationException($"{consumerType} was not added by KartonBuilder.AddConsumer.");
}
