namespace Karton.Sdk.Catalog;

/// <summary>The services of this process. Complete before the bus starts, and fixed from then on.</summary>
public interface IServiceCatalog
{
    /// <summary>Every service, in the order of registration.</summary>
    IReadOnlyList<ServiceDefinition> Services { get; }
}
