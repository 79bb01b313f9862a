using MassTransit;
using MassTransit.UsageTracking;

namespace Karton.Sdk.Transports;

/// <summary>Sends nothing to anybody. MassTransit's own tracker reports to its vendor, and an environment variable can
/// turn it on again whatever the code says.</summary>
internal sealed class NoUsageTracker : IUsageTracker
{
    public void PreConfigureBus<T>(T configurator, IBusRegistrationContext context)
        where T : IBusFactoryConfigurator
    {
    }

    public void PreConfigureRider<T>(T configurator)
        where T : IRiderFactoryConfigurator
    {
    }
}
