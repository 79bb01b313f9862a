using CsCheck;
using Karton.Contracts.Filters;
using Karton.Contracts.Tests.Filters;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

public sealed class BindingTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersFact]
    public async Task What_the_filters_match_always_gets_through_the_broker()
    {
        const int samples = 150;
        var settings = Settings();
        await using var broker = new RabbitMqBroker(settings);
        await using var connection = await settings.ConnectAsync(settings.All(), "test", Token);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true), Token);
        var wanted = 0;
        for (var number = 0; number < samples; number++)
        {
            var (filters, headers) = FilterGenerator.FiltersAndHeaders.Single();
            var filter = TaskFilter.Compile(filters);
            if (!filter.Matches(headers))
            {
                continue;
            }

            wanted++;
            var name = $"q{number}";
            await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: Token);
            await channel.QueueDeclareAsync(name, true, false, false, cancellationToken: Token);
            await channel.QueueBindAsync(name, name, "", cancellationToken: Token);
            await broker.BindAsync(name, [.. filter.BindingKeys], Token);
            var key = RoutingKey.For(headers);
            await channel.BasicPublishAsync(
                RabbitMqQueues.Tasks, key, mandatory: true, new BasicProperties(), "x"u8.ToArray(), Token);

            Assert.True(await broker.CountWaitingAsync(name, Token) > 0, $"{filters} does not get {key}");
            await broker.RemoveAsync(name, Token);
        }

        Assert.True(wanted > samples / 5);
    }

    [ServersFact]
    public async Task Keys_are_bound_and_unbound_and_what_is_not_there_is_no_error()
    {
        await using var host = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask);
        var broker = host.Services.GetRequiredService<IBroker>();

        await broker.BindAsync(ScriptedConsumer.Identity, ["a.*.*.*.*", "b.*.*.*.*"], Token);
        await broker.UnbindAsync(ScriptedConsumer.Identity, ["b.*.*.*.*", "c.*.*.*.*"], Token);
        await broker.UnbindAsync("no.such", ["a.*.*.*.*"], Token);

        Assert.Equal(
            ["a.*.*.*.*", "any", "other.*.*.*.*", "sample.*.*.*.*"], await KeysAsync(ScriptedConsumer.Identity));
        Assert.Null(await broker.CountWaitingAsync("no.such", Token));
        Assert.Equal(0, await broker.CountWaitingAsync(ScriptedConsumer.Identity, Token));
    }

    [ServersFact]
    public async Task A_new_connection_binds_again_what_was_lost()
    {
        await using var host = await RabbitHost.StartAsync(
            _broker, karton => karton.AddConsumer<FleetingConsumer>());
        var before = await KeysAsync(FleetingConsumer.Identity);

        await RabbitHost.UntilAsync(_broker.CloseConnectionsAsync, closed => closed > 0);
        await RabbitHost.UntilAsync(() => KeysAsync(FleetingConsumer.Identity), keys => keys.Count == 0);
        var after = await RabbitHost.UntilAsync(
            () => KeysAsync(FleetingConsumer.Identity), keys => keys.Count == before.Count);

        Assert.Equal(["any", "fleeting.*.*.*.*"], before);
        Assert.Equal(before, after);
    }

    private async Task<List<string>> KeysAsync(string identity) =>
        [.. (await _broker.ListBindingsAsync())
            .Where(binding => binding.Source == RabbitMqQueues.Tasks && binding.Destination == identity)
            .Select(binding => binding.RoutingKey).Order(StringComparer.Ordinal)];

    private RabbitMqSettings Settings()
    {
        var options = new RabbitMqOptions();
        RabbitHost.Use(_broker.Settings, options);
        return new RabbitMqSettings(Options.Create(options), Options.Create(new KartonOptions()));
    }
}
