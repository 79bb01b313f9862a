using System.Globalization;
using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;

namespace Karton.LoadTest.Processes;

/// <summary>Places of one's own on the servers that <c>scripts/services</c> started, deleted at the end: a virtual host
/// and a database for Karton, and another virtual host for what it is compared with.</summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>RabbitMQ's name among the server processes.</summary>
    internal const string Broker = "rabbitmq";

    private Site(RabbitMqVirtualHost karton, RabbitMqVirtualHost bare, PostgreSqlDatabase database)
    {
        VirtualHost = karton;
        BareVirtualHost = bare;
        Database = database;
    }

    internal RabbitMqVirtualHost VirtualHost { get; }

    internal RabbitMqVirtualHost BareVirtualHost { get; }

    internal PostgreSqlDatabase Database { get; }

    /// <summary>The configuration of a process of Karton.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Settings => VirtualHost.Settings.Concat(Database.Settings);

    /// <summary>How the ledger's database is reached.</summary>
    internal PostgreSqlOptions LedgerOptions => new ConfigurationBuilder()
        .AddInMemoryCollection(Database.Settings)
        .Build()
        .GetRequiredSection(PostgreSqlOptions.Section)
        .Get<PostgreSqlOptions>()!;

    /// <summary>The configuration of a process of the bare twin.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> BareSettings => BareVirtualHost.Settings;

    /// <exception cref="LoadTestException">There are no servers.</exception>
    internal static async Task<Site> CreateAsync()
    {
        RequireServers();
        return new Site(
            await RabbitMqVirtualHost.CreateAsync(),
            await RabbitMqVirtualHost.CreateAsync(),
            await PostgreSqlDatabase.CreateAsync());
    }

    /// <exception cref="LoadTestException">There are no servers.</exception>
    internal static void RequireServers()
    {
        if (!TestServers.AreUp)
        {
            throw new LoadTestException(
                "There are no servers. Start them: scripts/services up && . \"$(scripts/services env)\"");
        }
    }

    /// <summary>The server processes on this machine, each by its name.</summary>
    internal static IReadOnlyDictionary<string, int> ServerProcesses()
    {
        var broker = TestServers.Setting("KARTON__RABBITMQ__HOSTS__0").Split(':')[^1];
        var found = new Dictionary<string, int?>
        {
            [Broker] = ListeningProcess.Find(Port(broker)),
            ["s3"] = ListeningProcess.Find(new Uri(TestServers.Setting("KARTON__S3__ENDPOINT")).Port),
            ["postgresql"] = ListeningProcess.Find(Port(TestServers.Setting("KARTON__POSTGRESQL__PORT"))),
        };
        return found.Where(server => server.Value is not null)
            .ToDictionary(server => server.Key, server => server.Value!.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await VirtualHost.DisposeAsync();
        await BareVirtualHost.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
