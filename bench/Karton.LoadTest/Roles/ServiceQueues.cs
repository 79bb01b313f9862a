using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace Karton.LoadTest.Roles;

/// <summary>Makes on RabbitMQ what services without a process leave there: a queue each, and its bindings.</summary>
internal sealed class ServiceQueues(RabbitMqSettings settings, IBroker broker, IConfiguration configuration)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var arguments = RabbitMqQueues.Arguments(settings.Options.QueueType, isPersistent: true);
        await using var connection = await settings.ConnectAsync(settings.All(), "makes queues", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var service in BindingsRoles.ServicesOf(configuration))
        {
            await channel.ExchangeDeclareAsync(
                service.Identity, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await channel.QueueDeclareAsync(
                service.Identity, true, false, false, arguments, cancellationToken: cancellationToken);
            await channel.QueueBindAsync(
                service.Identity, service.Identity, "", cancellationToken: cancellationToken);
            await broker.BindAsync(service.Identity, [.. service.Filter.BindingKeys], cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
