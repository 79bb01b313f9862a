using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>
/// Asks RabbitMQ over a connection of its own, opened when it is first needed and again when it has broken. One thing
/// is asked at a time, on one channel.
/// </summary>
internal sealed class RabbitMqBroker(RabbitMqSettings settings) : IBroker, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    public Task BindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        AskAsync(
            async channel =>
            {
                await channel.ExchangeDeclareAsync(
                    RabbitMqQueues.Tasks, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
                foreach (var key in bindingKeys)
                {
                    await channel.ExchangeBindAsync(
                        identity, RabbitMqQueues.Tasks, key, cancellationToken: cancellationToken);
                }

                return true;
            },
            cancellationToken);

    public Task UnbindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        AskAsync(
            async channel =>
            {
                foreach (var key in bindingKeys)
                {
                    await channel.ExchangeUnbindAsync(
                        identity, RabbitMqQueues.Tasks, key, cancellationToken: cancellationToken);
                }

                return true;
            },
            cancellationToken);

    public async Task<long?> CountWaitingAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync<long?>(
                async channel => (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount,
                cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    public Task RemoveAsync(string identity, CancellationToken cancellationToken) => AskAsync(
        async channel =>
        {
            await channel.QueueDeleteAsync(identity, ifUnused: false, ifEmpty: false, false, cancellationToken);
            await channel.ExchangeDeleteAsync(identity, ifUnused: false, false, cancellationToken);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await CloseAsync();
        _turn.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<IChannel, Task<T>> ask, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var wasOpen = _channel is { IsOpen: true };
            try
            {
                return await ask(await OpenAsync(cancellationToken));
            }
            catch (AlreadyClosedException) when (wasOpen)
            {
                // It broke since it was last used.
                return await ask(await OpenAsync(cancellationToken));
            }
        }
        catch
        {
            // Whatever it was, nobody knows what the channel still waits for.
            await CloseChannelAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true })
        {
            return _channel;
        }

        await CloseChannelAsync();
        if (_connection is not { IsOpen: true })
        {
            await CloseAsync();
            _connection = await settings.ConnectAsync(settings.All(), "asks", cancellationToken);
        }

        _channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        return _channel;
    }

    private async Task CloseAsync()
    {
        await CloseChannelAsync();
        var connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task CloseChannelAsync()
    {
        var channel = _channel;
        _channel = null;
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }
    }
}
