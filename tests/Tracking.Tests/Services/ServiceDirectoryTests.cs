using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Tracking.Services;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Services;

public sealed class ServiceDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_services_of_this_process_are_known_at_once_and_are_the_only_ones()
    {
        await using var ledger = await OpenAsync();
        await ledger.Directory.RecordAsync(Heartbeat("test.old", """[{"type":"a"}]"""), Token);

        await ledger.Directory.ReplaceAllAsync(
            [Definition("test.a", """[{"type":"a"}]"""), Definition("test.b", """[{"type":"b"}]""")], Token);

        Assert.Equal(["test.a"], ReceiversOf(ledger, "a"));
        var rows = await ledger.Store.Queries.ListServicesAsync(Token);
        Assert.Equal(["test.a", "test.b"], rows.Select(row => row.Identity));
        Assert.Equal(("1.0", "Does things."), (rows[0].Version, rows[0].Description));
        Assert.Empty(await ledger.Store.Queries.ListInstancesAsync(Token));
    }

    [Fact]
    public async Task A_heartbeat_makes_a_service_and_its_instance_known()
    {
        await using var ledger = await OpenAsync();

        await ledger.Directory.RecordAsync(Heartbeat("test.a", """[{"type":"a"}]"""), Token);

        Assert.Equal(["test.a"], ReceiversOf(ledger, "a"));
        var instance = Assert.Single(await ledger.Store.Queries.ListInstancesAsync(Token));
        Assert.Equal(
            ("test.a", "instance-1", 3, Tasks.Noon),
            (instance.Identity, instance.Instance, instance.Concurrency, instance.ReceivedAt));
    }

    [Fact]
    public async Task A_heartbeat_with_new_filters_replaces_the_old_ones()
    {
        await using var ledger = await OpenAsync();
        await ledger.Directory.RecordAsync(Heartbeat("test.a", """[{"type":"a"}]"""), Token);

        await ledger.Directory.RecordAsync(Heartbeat("test.a", """[{"type":"b"}]"""), Token);

        Assert.Empty(ReceiversOf(ledger, "a"));
        Assert.Equal(["test.a"], ReceiversOf(ledger, "b"));
    }

    [Fact]
    public async Task The_last_heartbeat_of_an_instance_removes_it_but_not_its_service()
    {
        await using var ledger = await OpenAsync();
        await ledger.Directory.RecordAsync(Heartbeat("test.a", """[{"type":"a"}]"""), Token);

        await ledger.Directory.RecordAsync(
            Heartbeat("test.a", """[{"type":"a"}]""") with { IsStopping = true }, Token);

        Assert.Empty(await ledger.Store.Queries.ListInstancesAsync(Token));
        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token));
    }

    private static IReadOnlyList<string> ReceiversOf(LedgerUnderTest ledger, string type) =>
        ServiceRegistry.FindReceivers(ledger.Registry.Services, new DataMap { ["type"] = type });

    private static ServiceHeartbeat Heartbeat(string identity, string filters) => new()
    {
        Identity = identity,
        Instance = "instance-1",
        Filters = DataValue.Parse(filters),
        Concurrency = 3,
        StartedAt = Tasks.Noon,
        SentAt = Tasks.Noon,
    };

    private static ServiceDefinition Definition(string identity, string filters) => new()
    {
        Identity = identity,
        Version = "1.0",
        Description = "Does things.",
        Filter = TaskFilter.Parse(filters),
        Concurrency = 1,
        ConsumerType = typeof(ScriptedService),
    };

    private async Task<LedgerUnderTest> OpenAsync() =>
        await LedgerUnderTest.OpenAsync(new SqliteLedgerStore(_folder["ledger.db"]));
}
