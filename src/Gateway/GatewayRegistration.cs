using Karton.Gateway.Submissions;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Gateway;

/// <summary>Adds the gateway to a host that runs Karton.</summary>
public static class GatewayRegistration
{
    /// <summary>Adds <see cref="ISampleIntake"/>.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services) =>
        services.AddSingleton<ISampleIntake, SampleIntake>();
}
