using System.Text;
using Karton.Sdk.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>Signs in at RabbitMQ and declares the queues of this process as the bus will: the bus would try for ever,
/// and nobody would learn why.</summary>
internal sealed partial class RabbitMqCheck(
    RabbitMqSettings settings,
    RabbitMqTransport transport,
    ILogger<RabbitMqCheck> logger,
    IOptions<ServerCheckOptions>? how = null) : IServerCheck
{
    private static readonly Version WithPriorities = new(4, 0);

    private readonly bool _keepsQueues = how?.Value.KeepsQueues ?? false;

    public string Server => "RabbitMQ";

    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await DeclareAsync(connection, cancellationToken);
        var version = VersionOf(connection);
        if (settings.Options.QueueType != QueueType.Quorum)
        {
            return $"{version}, classic queues";
        }

        if (!Version.TryParse(version.Split('-', '+')[0], out var number) || number < WithPriorities)
        {
            WithoutPriorities(version);
        }

        return $"{version}, quorum queues";
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var faults = new List<ServerUnavailableException>();
        foreach (var node in settings.Nodes)
        {
            try
            {
                return await ConnectAsync(node, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The client wraps what sockets, TLS and broker throw, and more; all of it means: not this node.
                faults.Add(RabbitMqFaults.OfConnecting(e, node, settings.Options));
            }
        }

        var telling = faults.Find(fault => !fault.MayPass) ?? faults[0];
        throw faults.Count == 1 || !telling.MayPass
            ? telling
            : new ServerUnavailableException(
                string.Join(' ', faults.Select(fault => fault.Message)), mayPass: true, telling);
    }

    private async Task<IConnection> ConnectAsync(RabbitMqNode node, CancellationToken cancellationToken)
    {
        var connection = await settings.ConnectAsync([settings.EndpointOf(node)], "checks", cancellationToken);
        try
        {
            // The client does not wait for what the broker says to the virtual host; the first channel has to.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        foreach (var queue in transport.Queues)
        {
            await TryAsync(connection, queue, channel => DeclareAsync(channel, queue, cancellationToken));
        }
    }

    private async Task TryAsync(IConnection connection, DeclaredQueue queue, Func<IChannel, Task> declare)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync();
            await declare(channel);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            // A queue that goes with its consumers is not there yet, and would stay for ever if it were made here; or
            // somebody only tries settings.
        }
        catch (OperationInterruptedException e)
        {
            throw RabbitMqFaults.OfDeclaring(e, "queue", queue.Name, settings.Options);
        }
    }

    private async Task DeclareAsync(IChannel channel, DeclaredQueue queue, CancellationToken cancellationToken)
    {
        if (queue.IsAutoDelete || _keepsQueues)
        {
            await channel.QueueDeclarePassiveAsync(queue.Name, cancellationToken);
        }

        await channel.QueueDeclareAsync(
            queue.Name,
            durable: true,
            exclusive: false,
            queue.IsAutoDelete,
            new Dictionary<string, object?>(queue.Arguments),
            cancellationToken: cancellationToken);
        if (_keepsQueues)
        {
            return;
        }

        await channel.ExchangeDeclareAsync(
            queue.Name,
            ExchangeType.Fanout,
            durable: true,
            queue.IsAutoDelete,
            cancellationToken: cancellationToken);
        if (queue.IsService)
        {
            // Taking away what is not there needs the permissions of binding and changes nothing.
            await channel.ExchangeDeclareAsync(
                RabbitMqQueues.Tasks, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
            await channel.ExchangeUnbindAsync(
                queue.Name, RabbitMqQueues.Tasks, "karton check", cancellationToken: cancellationToken);
        }
    }

    private static string VersionOf(IConnection connection) =>
        connection.ServerProperties?.TryGetValue("version", out var version) == true && version is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "of unknown version";

    [LoggerMessage(1100, LogLevel.Warning,
        "RabbitMQ {Version} has no priorities in quorum queues: urgent tasks wait like all others. RabbitMQ 4.0 has "
        + "them, and so have classic queues (Karton:RabbitMq:QueueType)")]
    private partial void WithoutPriorities(string version);
}
