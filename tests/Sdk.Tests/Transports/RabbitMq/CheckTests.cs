using System.Net;
using System.Net.Sockets;
using Karton.Sdk.Servers;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

public sealed class CheckTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersFact]
    public async Task What_is_right_is_told_in_a_few_words() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*, classic queues$", await CheckAsync(_ => { }));

    [ServersTheory]
    [InlineData("Password", "Username or Karton:RabbitMq:Password is wrong")]
    [InlineData("Username", "refuses the user 'nobody'")]
    [InlineData("VirtualHost", "has no virtual host 'no-such'")]
    [InlineData("Host", "is unknown: change Karton:RabbitMq:Hosts")]
    [InlineData("TlsToPlain", "does not speak TLS on this port")]
    [InlineData("UnknownCa", "Karton:RabbitMq:Tls:CaFile")]
    [InlineData("OtherName", "and not for 'another.example': change Karton:RabbitMq:Tls:ServerName")]
    public async Task What_is_set_wrong_is_named_and_not_waited_for(string what, string message)
    {
        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => CheckAsync(options => Spoil(
            options, what)));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.False(fault.MayPass);
        Assert.DoesNotContain(_broker.Settings["Karton:RabbitMq:Password"]!, fault.Message, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_virtual_host_that_is_closed_to_the_user_is_named()
    {
        await using var other = await RabbitMqVirtualHost.CreateAsync();
        var user = await other.CreateUserAsync(".*", ".*", ".*");

        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => CheckAsync(options =>
        {
            options.Username = user.Name;
            options.Password = user.Password;
        }));

        Assert.Contains($"does not let the user '{user.Name}' into", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.MayPass);
    }

    [ServersFact]
    public async Task A_plain_connection_to_a_port_with_TLS_says_so()
    {
        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => CheckAsync(options =>
            options.Hosts[0] = TestServers.Setting("KARTON_TEST_RABBITMQ_TLS")));

        Assert.Contains("Karton:RabbitMq:Tls:Enabled", fault.Message, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_broker_that_is_not_up_is_waited_for_and_another_node_will_do()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(
            () => CheckAsync(options => options.Hosts[0] = $"127.0.0.1:{port}"));
        var found = await CheckAsync(options => options.Hosts.Insert(0, $"127.0.0.1:{port}"));

        Assert.True(fault.MayPass);
        Assert.Contains($"127.0.0.1:{port} is not up", fault.Message, StringComparison.Ordinal);
        Assert.Contains("classic", found, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task TLS_with_the_authority_of_the_settings_works_and_a_client_certificate_too()
    {
        var found = await CheckAsync(options => Encrypt(options));
        var certified = await CheckAsync(options =>
        {
            Encrypt(options);
            options.Tls.CertificateFile = TestServers.ClientCertificateFile;
            options.Tls.KeyFile = TestServers.ClientKeyFile;
        });

        Assert.Equal(found, certified);
    }

    [ServersFact]
    public async Task A_queue_of_another_kind_is_named_with_what_to_do()
    {
        await (await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask)).DisposeAsync();

        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => RabbitHost.StartAsync(
            _broker, (_, _, _) => Task.CompletedTask, rabbit: options => options.QueueType = QueueType.Quorum));

        Assert.Contains("rabbitmqctl delete_queue", fault.Message, StringComparison.Ordinal);
        Assert.Contains("set Karton:RabbitMq:QueueType to Classic", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.MayPass);
    }

    [ServersFact]
    public async Task Quorum_queues_without_priorities_are_warned_of()
    {
        var log = new LogLines();
        await using var host = await RabbitHost.StartAsync(
            _broker,
            (_, _, _) => Task.CompletedTask,
            rabbit: options => options.QueueType = QueueType.Quorum,
            log: log);

        var check = Assert.Single(host.Services.GetServices<IServerCheck>());
        var version = Version.Parse((await check.CheckAsync(Token)).Split(',')[0]);

        Assert.Equal(version.Major < 4, log.Lines.Any(line => line.Id == 1100));
    }

    [ServersFact]
    public async Task A_user_with_the_rights_of_one_service_is_enough()
    {
        var user = await _broker.CreateUserAsync(Right.Configure, Right.Write, Right.Read);
        await using var host = await RabbitHost.StartAsync(
            _broker,
            karton => karton.AddConsumer<SingleConsumer>(),
            rabbit: options => RabbitHost.Use(user.Settings, options),
            overBus: true);

        await host.PublishAsync(SingleConsumer.Task());

        await RabbitHost.UntilAsync(
            async () => (await _broker.ListQueuesAsync()).Single(queue => queue.Name == QueueDefinition.Ledger.Name),
            queue => queue.Ready == 2);
    }

    [ServersFact]
    public async Task A_right_that_is_missing_is_named()
    {
        var user = await _broker.CreateUserAsync("^karton[.].*", ".*", ".*");

        var fault = await Assert.ThrowsAsync<ServerUnavailableException>(() => RabbitHost.StartAsync(
            _broker,
            karton => karton.AddConsumer<SingleConsumer>(),
            rabbit: options => RabbitHost.Use(user.Settings, options)));

        Assert.Contains($"'{user.Name}' lacks the permission", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"queue '{SingleConsumer.Identity}'", fault.Message, StringComparison.Ordinal);
    }

    private static void Spoil(RabbitMqOptions options, string what)
    {
        switch (what)
        {
            case "Password":
                options.Password = "wrong";
                break;
            case "Username":
                options.Username = "nobody";
                break;
            case "VirtualHost":
                options.VirtualHost = "no-such";
                break;
            case "Host":
                options.Hosts[0] = "no-such.invalid";
                break;
            case "TlsToPlain":
                options.Tls.Enabled = true;
                break;
            case "UnknownCa":
                Encrypt(options);
                options.Tls.CaFile = null;
                break;
            default:
                Encrypt(options);
                options.Tls.ServerName = "another.example";
                break;
        }
    }

    private static void Encrypt(RabbitMqOptions options)
    {
        options.Hosts[0] = TestServers.Setting("KARTON_TEST_RABBITMQ_TLS");
        options.Tls.Enabled = true;
        options.Tls.CaFile = TestServers.CaFile;
    }

    private async Task<string> CheckAsync(Action<RabbitMqOptions> change)
    {
        var options = new RabbitMqOptions();
        RabbitHost.Use(_broker.Settings, options);
        change(options);
        var settings = new RabbitMqSettings(Options.Create(options), Options.Create(new KartonOptions()));
        var check = new RabbitMqCheck(settings, new RabbitMqTransport(), NullLogger<RabbitMqCheck>.Instance);
        return await check.CheckAsync(Token);
    }

    /// <summary>What docs/operations.md tells to grant.</summary>
    private static class Right
    {
        private const string Own = "test[.]single";

        public const string Configure = "^(karton[.](tasks|ledger|ledger-entries|service-heartbeat|analysis-stopped"
            + $"|service-replaced|instance[.].*)|{Own}(_error|_skipped)?)$";

        public const string Write = "^(karton[.](tasks|ledger|ledger-entries|service-heartbeat|instance[.].*)"
            + $"|{Own}(_error|_skipped)?)$";

        public const string Read = "^(karton[.](tasks|ledger-entries|analysis-stopped|service-replaced|instance[.].*)"
            + $"|{Own}(_error|_skipped)?)$";
    }
}
