using Karton.Sdk.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>Runs Karton on RabbitMQ.</summary>
public static class RabbitMqKartonBuilderExtensions
{
    /// <summary>Uses RabbitMQ, as the configuration section <see cref="RabbitMqOptions.Section"/> says. A broker that
    /// is not up is waited for; wrong settings end the start.</summary>
    /// <param name="karton">The builder.</param>
    /// <param name="configure">Changes what the configuration says. Default: nothing.</param>
    public static KartonBuilder UseRabbitMq(this KartonBuilder karton, Action<RabbitMqOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(karton);
        var services = karton.Services;
        services.AddSettings<RabbitMqOptions, RabbitMqOptionsValidator>(RabbitMqOptions.Section, configure);
        var transport = new RabbitMqTransport();
        services.AddSingleton(transport);
        services.AddSingleton<RabbitMqSettings>();
        services.AddSingleton<IBroker, RabbitMqBroker>();
        services.AddSingleton<IServerCheck, RabbitMqCheck>();
        return karton.UseTransport(transport);
    }
}
