using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.Logging;

namespace Karton.Sdk;

/// <summary>
/// Gives the bus the logger factory of its own host. MassTransit keeps the one of the first host that was started in
/// the same flow, disposed or not, so that a second host could not start. A specification is made right before the bus
/// reads that, so it is set here and nothing is configured.
/// </summary>
internal sealed class FreshLogContext : IBusInstanceSpecification
{
    public FreshLogContext(ILoggerFactory loggers) => LogContext.ConfigureCurrentLogContext(loggers);

    public void Configure(IBusInstance busInstance)
    {
    }

    public IEnumerable<ValidationResult> Validate() => [];
}
