using System.Security.Cryptography;

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

    /// <summary>The same services under names of their own, with queues that go with the process.</summary>
    internal ServiceCatalog ForDebugging()
    {
        var suffix = $"-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-dev";
        var copy = new ServiceCatalog();
        foreach (var service in _services)
        {
            copy.Add(service with { Identity = service.Identity + suffix, IsPersistent = false });
        }

        return copy;
    }

    internal ServiceDefinition Of(Type consumerType) =>
        _services.Find(service => service.ConsumerType == consumerType)
        ?? throw new InvalidOperationException($"{consumerType} was not added by KartonBuilder.AddConsumer.");
}
