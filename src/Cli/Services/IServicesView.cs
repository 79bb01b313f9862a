using Karton.Tracking.Reading;

namespace Karton.Cli.Services;

/// <summary>Shows services.</summary>
internal interface IServicesView
{
    /// <summary>Shows one.</summary>
    /// <param name="service">The service.</param>
    /// <param name="waiting">How many tasks wait in its queue; <see langword="null"/> when it has none.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task WriteAsync(ServiceRecord service, long? waiting, CancellationToken cancellationToken);
}
