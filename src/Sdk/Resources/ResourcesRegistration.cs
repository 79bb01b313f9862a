using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Karton.Sdk.Resources;

internal static class ResourcesRegistration
{
    /// <summary>Adds <see cref="IResources"/> over the registered object store.</summary>
    internal static IServiceCollection AddKartonResources(this IServiceCollection services)
    {
        services.TryAddSingleton<IResources, StoredResources>();
        return services;
    }
}
