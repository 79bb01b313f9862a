using System.Text.Json.Serialization;

namespace Karton.Tests.Servers;

/// <summary>A virtual host of one's own on RabbitMQ, deleted at the end with all that is in it, connections
/// included.</summary>
public sealed class RabbitMqVirtualHost : IAsyncDisposable
{
    private readonly RabbitMqManagement management;
    private readonly string[] hosts;
    private readonly List<string> users = [];

    private RabbitMqVirtualHost(string hosts, string management)
    {
        this.hosts = hosts.Split(',');
        this.management = new RabbitMqManagement(management);
    }

    /// <summary>The name, of the letters a to z, digits and hyphens.</summary>
    public string Name { get; } = TestServers.FreshName();

    /// <summary>The configuration with which a program works in this virtual host, with every right in it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => SettingsFor(
        TestServers.Setting("KARTON__RABBITMQ__USERNAME"), TestServers.Setting("KARTON__RABBITMQ__PASSWORD"));

    /// <summary>On the single node.</summary>
    public static Task<RabbitMqVirtualHost> CreateAsync() => CreateAsync(new(
        TestServers.Setting("KARTON__RABBITMQ__HOSTS__0"), TestServers.Setting("KARTON_TEST_RABBITMQ_MANAGEMENT")));

    /// <summary>On the cluster of rabbit1, rabbit2 and rabbit3.</summary>
    public static Task<RabbitMqVirtualHost> CreateOnClusterAsync() => CreateAsync(new(
        TestServers.Setting("KARTON_TEST_CLUSTER_HOSTS"), TestServers.Setting("KARTON_TEST_CLUSTER_MANAGEMENT")));

    /// <summary>Whether the single node has a virtual host of this name.</summary>
    public static async Task<bool> ExistsAsync(string name)
    {
        using var management = new RabbitMqManagement(TestServers.Setting("KARTON_TEST_RABBITMQ_MANAGEMENT"));
        return (await management.ListAsync<Named>("vhosts")).Any(host => host.Name == name);
    }

    public Task<IReadOnlyList<RabbitMqQueueState>> ListQueuesAsync() =>
        management.ListAsync<RabbitMqQueueState>($"queues/{Name}");

    /// <summary>The exchanges that were declared here: neither the nameless one nor "amq." ones.</summary>
    public async Task<IReadOnlyList<RabbitMqExchange>> ListExchangesAsync() =>
        [.. (await management.ListAsync<RabbitMqExchange>($"exchanges/{Name}"))
            .Where(exchange => exchange.Name.Length > 0
                && !exchange.Name.StartsWith("amq.", StringComparison.Ordinal))];

    /// <summary>The bindings that were made here: without those that every queue has by its name.</summary>
    public async Task<IReadOnlyList<RabbitMqBinding>> ListBindingsAsync() =>
        [.. (await management.ListAsync<RabbitMqBinding>($"bindings/{Name}"))
            .Where(binding => binding.Source.Length > 0)];

    /// <summary>Makes RabbitMQ close every connection to this virtual host, as an operator may; returns how
    /// many.</summary>
    public async Task<int> CloseConnectionsAsync()
    {
        var connections = await management.ListAsync<Named>($"vhosts/{Name}/connections");
        foreach (var connection in connections)
        {
            await management.DeleteAsync($"connections/{Uri.EscapeDataString(connection.Name)}");
        }

        return connections.Count;
    }

    /// <summary>Empties a queue by hand.</summary>
    public Task PurgeQueueAsync(string queue) =>
        management.DeleteAsync($"queues/{Name}/{Uri.EscapeDataString(queue)}/contents");

    /// <summary>Deletes a queue by hand.</summary>
    public Task DeleteQueueAsync(string queue) =>
        management.DeleteAsync($"queues/{Name}/{Uri.EscapeDataString(queue)}");

    /// <summary>Makes a user whose rights in this virtual host are those three patterns.</summary>
    public async Task<RabbitMqUser> CreateUserAsync(string configure, string write, string read)
    {
        var (name, password) = (TestServers.FreshName(), TestServers.FreshName());
        await management.PutAsync($"users/{name}", new { password, tags = "" });
        users.Add(name);
        await management.PutAsync($"permissions/{Name}/{name}", new { configure, write, read });
        return new RabbitMqUser(name, password, SettingsFor(name, password));
    }

    public async ValueTask DisposeAsync()
    {
        await management.DeleteAsync($"vhosts/{Name}");
        foreach (var user in users)
        {
            await management.DeleteAsync($"users/{user}");
        }

        management.Dispose();
    }

    private static async Task<RabbitMqVirtualHost> CreateAsync(RabbitMqVirtualHost host)
    {
        // Who makes a virtual host has every right in it.
        await host.management.PutAsync($"vhosts/{host.Name}", new { });
        return host;
    }

    private Dictionary<string, string?> SettingsFor(string username, string password)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Karton:RabbitMq:VirtualHost"] = Name,
            ["Karton:RabbitMq:Username"] = username,
            ["Karton:RabbitMq:Password"] = password,
        };
        for (var index = 0; index < hosts.Length; index++)
        {
            settings[$"Karton:RabbitMq:Hosts:{index}"] = hosts[index];
        }

        return settings;
    }

    private sealed record Named([property: JsonPropertyName("name")] string Name);
}
