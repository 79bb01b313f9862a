using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Storage;

/// <summary>What is asked about waiting deliveries and about services, whatever the database.</summary>
public abstract class LedgerTablesCompliance
{
    private const string A = "test.a";
    private const string B = "test.b";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty database.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    [Fact]
    public async Task Open_deliveries_of_an_analysis_come_as_sent_first_and_no_more_than_wanted()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("ab");
        var child = root.Child("ab");
        var other = Tasks.Root("ab");
        await ledger.RecordAsync(other.Submitted());
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A, child));
        // Sent again later than all: as lost once, and once as asked for.
        var again = new DeliveryKey(root.AnalysisId, root.TaskId, B, 0);
        await ChangeAsync(ledger, one => one.Deliveries.MarkSentAsync(again, Tasks.Noon.AddHours(1), counts: true));
        await ChangeAsync(ledger, one => one.Deliveries.MarkSentAsync(again, Tasks.Noon.AddHours(2), counts: false));

        var waiting = await ledger.Store.Queries.ListWaitingAsync(root.AnalysisId, 10, Token);

        Assert.Equal(
            [
                new WaitingDelivery(child.TaskId, A, 0, waiting[0].SentAt, 0),
                new WaitingDelivery(child.TaskId, B, 0, waiting[0].SentAt, 0),
                new WaitingDelivery(root.TaskId, B, 0, Tasks.Noon.AddHours(2), 1),
            ],
            waiting);
        Assert.Equal(waiting.Take(2), await ledger.Store.Queries.ListWaitingAsync(root.AnalysisId, 2, Token));
        Assert.Empty(await ledger.Store.Queries.ListWaitingAsync(child.TaskId, 10, Token));
    }

    [Fact]
    public async Task What_is_open_is_counted_for_each_service_over_all_analyses()
    {
        await using var ledger = await OpenAsync();
        Assert.Empty(await ledger.Store.Queries.CountOpenAsync(Token));
        var roots = Enumerable.Range(0, 3).Select(_ => Tasks.Root("ab")).ToList();
        foreach (var root in roots)
        {
            await ledger.RecordAsync(root.Submitted());
            ledger.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await ledger.RecordAsync(roots[0].Outcome(A));

        Assert.Equal(
            [new OpenCount(A, 2, Tasks.Noon.AddMinutes(1)), new OpenCount(B, 3, Tasks.Noon)],
            await ledger.Store.Queries.CountOpenAsync(Token));
        await Task.WhenAll(roots.Select(root => ledger.RecordAsync(root.Outcome(B))));
        Assert.Equal(A, Assert.Single(await ledger.Store.Queries.CountOpenAsync(Token)).Identity);
    }

    [Fact]
    public async Task A_transaction_finds_services_and_instances_as_it_has_left_them()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(await CreateStoreAsync());

        await ChangeAsync(ledger, async one =>
        {
            Assert.Null(await one.Services.FindAsync(A));
            Assert.Empty(await one.Services.ListInstancesAsync(A));
            await one.Services.SaveAsync(Service(A, "1.0"));
            await one.Services.SaveInstanceAsync(Instance(A, "x\0", "1.0"));
            Assert.Equal("1.0", (await one.Services.FindAsync(A))!.Version);
            Assert.Single(await one.Services.ListInstancesAsync(A));
            await one.Services.SaveAsync(Service(A, "2.0"));
            await one.Services.SaveInstanceAsync(Instance(A, "x\0", "2.0"));
            await one.Services.SaveInstanceAsync(Instance(A, "y", null));
            await one.Services.SaveInstanceAsync(Instance(B, "x\0", "3.0"));
        });
        await ChangeAsync(ledger, async one =>
        {
            var service = (await one.Services.FindAsync(A))!;
            Assert.Equal(
                (A, "2.0", "What it does.", true, Tasks.Noon),
                (service.Identity, service.Version, service.Description, service.IsPersistent, service.SeenAt));
            Assert.Equal("[]"u8, service.Filters);
            Assert.Null(await one.Services.FindAsync(B));
            var instances = (await one.Services.ListInstancesAsync(A)).OrderBy(row => row.Instance).ToList();
            Assert.Equal(
                [("x\0", "2.0"), ("y", null)], instances.Select(row => (row.Instance, row.Version)));
            Assert.All(instances, row => Assert.Equal(
                (A, Tasks.Noon.AddSeconds(-1), Tasks.Noon, TimeSpan.FromTicks(7), 4),
                (row.Identity, row.StartedAt, row.ReceivedAt, row.IdleFor!.Value, row.Concurrency)));
            Assert.All(instances, row => Assert.Equal("[1]"u8, row.InWork));
            await one.Services.RemoveInstanceAsync(A, "y");
            Assert.Equal("x\0", Assert.Single(await one.Services.ListInstancesAsync(A)).Instance);
            await one.Services.RemoveAsync(A);
            Assert.Null(await one.Services.FindAsync(A));
            Assert.Empty(await one.Services.ListInstancesAsync(A));
        });

        Assert.Equal("3.0", Assert.Single(await ledger.Store.Queries.ListInstancesAsync(Token)).Version);
        Assert.Empty(await ledger.Store.Queries.ListServicesAsync(Token));
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        await CreateStoreAsync(), (A, """[{"type":"ab"}]"""), (B, """[{"type":"ab"}]"""));

    private static Task ChangeAsync(LedgerUnderTest ledger, Func<ILedgerTransaction, ValueTask> change) =>
        ledger.Writer.ChangeAsync(change, Token);

    private static ServiceRow Service(string identity, string version) => new()
    {
        Identity = identity,
        Version = version,
        Description = "What it does.",
        Filters = "[]"u8.ToArray(),
        IsPersistent = true,
        SeenAt = Tasks.Noon,
    };

    private static InstanceRow Instance(string identity, string instance, string? version) => new()
    {
        Identity = identity,
        Instance = instance,
        Version = version,
        StartedAt = Tasks.Noon.AddSeconds(-1),
        ReceivedAt = Tasks.Noon,
        IdleFor = TimeSpan.FromTicks(7),
        Concurrency = 4,
        InWork = "[1]"u8.ToArray(),
    };
}
