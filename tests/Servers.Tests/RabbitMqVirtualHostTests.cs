using Karton.Tests.Servers;

namespace Karton.Servers.Tests;

public sealed class RabbitMqVirtualHostTests
{
    [ServersFact]
    public async Task A_virtual_host_is_empty_and_the_settings_name_it()
    {
        await using var host = await RabbitMqVirtualHost.CreateAsync();

        Assert.Empty(await host.ListQueuesAsync());
        Assert.Empty(await host.ListExchangesAsync());
        Assert.Empty(await host.ListBindingsAsync());
        Assert.Equal(0, await host.CloseConnectionsAsync());
        Assert.Equal(host.Name, host.Settings["Karton:RabbitMq:VirtualHost"]);
        Assert.Equal(TestServers.Setting("KARTON__RABBITMQ__HOSTS__0"), host.Settings["Karton:RabbitMq:Hosts:0"]);
    }

    [ServersFact]
    public async Task A_virtual_host_is_gone_at_the_end()
    {
        var host = await RabbitMqVirtualHost.CreateAsync();
        var user = await host.CreateUserAsync("", "", ".*");

        await host.DisposeAsync();

        using var client = new HttpClient();
        var management = new Uri(TestServers.Setting("KARTON_TEST_RABBITMQ_MANAGEMENT"));
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes($"{TestServers.Setting("KARTON__RABBITMQ__USERNAME")}:"
                + TestServers.Setting("KARTON__RABBITMQ__PASSWORD"))));
        foreach (var path in new[] { $"/api/vhosts/{host.Name}", $"/api/users/{user.Name}" })
        {
            using var response = await client.GetAsync(
                new Uri(management, path), TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [ServersFact(Cluster = true)]
    public async Task A_virtual_host_on_the_cluster_names_its_three_nodes()
    {
        await using var host = await RabbitMqVirtualHost.CreateOnClusterAsync();

        var nodes = host.Settings.Where(setting => setting.Key.Contains(":Hosts:", StringComparison.Ordinal));

        Assert.Equal(TestServers.Setting("KARTON_TEST_CLUSTER_HOSTS").Split(','), nodes.Select(node => node.Value));
        Assert.Empty(await host.ListQueuesAsync());
    }
}
