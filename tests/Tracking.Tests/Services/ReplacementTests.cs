using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.Contracts.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Services;

/// <summary>A version with other filters takes a service over.</summary>
public sealed class ReplacementTests : IDisposable
{
    private const string A = "test.a";
    private const string Old = """[{"type":"a"}]""";
    private const string New = """[{"type":"b"}]""";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_instance_that_started_last_says_what_the_service_wants()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);

        await BeatAsync(ledger, "new", New, startedAfter: 10);

        Assert.Equal(New, await FiltersAsync(ledger));
        var replaced = Assert.Single(await ReplacedAsync(ledger));
        Assert.Equal(
            (A, Tasks.Noon.AddSeconds(10), "v-new"), (replaced.Identity, replaced.StartedAt, replaced.Version));
        Assert.Equal(DataValue.Parse(New), replaced.Filters);
    }

    [Fact]
    public async Task An_instance_from_before_changes_nothing_and_hears_each_time_that_it_is_replaced()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        await BeatAsync(ledger, "new", New, startedAfter: 10);

        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        await BeatAsync(ledger, "old", Old, startedAfter: 0);

        Assert.Equal(New, await FiltersAsync(ledger));
        var replaced = await ReplacedAsync(ledger);
        Assert.Equal(3, replaced.Count);
        Assert.All(replaced, one => Assert.Equal(Tasks.Noon.AddSeconds(10), one.StartedAt));
        Assert.Equal(2, (await ledger.Store.Queries.ListInstancesAsync(Token)).Count);
    }

    [Fact]
    public async Task An_instance_from_before_speaks_again_when_the_later_one_has_fallen_silent()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "new", New, startedAfter: 10);
        ledger.Time.Advance(TimeSpan.FromSeconds(16));

        await BeatAsync(ledger, "old", Old, startedAfter: 0);

        Assert.Equal(Old, await FiltersAsync(ledger));
    }

    [Fact]
    public async Task The_last_heartbeat_of_an_instance_brings_no_filters_back()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "new", New, startedAfter: 10);
        ledger.Time.Advance(TimeSpan.FromSeconds(16));

        await BeatAsync(ledger, "old", Old, startedAfter: 0, isStopping: true);

        Assert.Equal(New, await FiltersAsync(ledger));
    }

    [Fact]
    public async Task What_is_no_longer_wanted_is_unbound()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        Bind(ledger, Old, New);

        await BeatAsync(ledger, "new", New, startedAfter: 10);

        Assert.Equal(KeysOf(New), ledger.Broker.Bound[A].Order());
    }

    [Fact]
    public async Task What_could_not_be_unbound_is_unbound_with_the_next_heartbeat()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        Bind(ledger, Old, New);
        ledger.Broker.IsBroken = true;
        await BeatAsync(ledger, "new", New, startedAfter: 10);
        Assert.Equal(KeysOf(Old).Union(KeysOf(New)).Order(), ledger.Broker.Bound[A].Order());
        ledger.Broker.IsBroken = false;

        await BeatAsync(ledger, "new", New, startedAfter: 10);

        Assert.Equal(KeysOf(New), ledger.Broker.Bound[A].Order());
    }

    [Fact]
    public async Task A_change_that_is_taken_back_leaves_what_is_wanted_bound()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "one", Old, startedAfter: 0);
        Bind(ledger, Old, New);
        ledger.Broker.IsBroken = true;
        await BeatAsync(ledger, "two", New, startedAfter: 10);
        ledger.Broker.IsBroken = false;

        await BeatAsync(ledger, "three", Old, startedAfter: 20);

        Assert.Equal(KeysOf(Old), ledger.Broker.Bound[A].Order());
    }

    [Fact]
    public async Task What_an_outdated_instance_has_bound_again_is_unbound_even_after_its_last_heartbeat()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        await BeatAsync(ledger, "new", New, startedAfter: 10);
        Bind(ledger, Old, New);

        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        var afterOne = ledger.Broker.Bound[A].Order().ToList();
        Bind(ledger, Old, New);
        await BeatAsync(ledger, "old", Old, startedAfter: 0, isStopping: true);

        Assert.Equal(KeysOf(New), afterOne);
        Assert.Equal(KeysOf(New), ledger.Broker.Bound[A].Order());
    }

    [Fact]
    public async Task Nothing_is_bound_for_instances()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, "old", Old, startedAfter: 0);
        ledger.Broker.Bound[A] = [];

        await BeatAsync(ledger, "new", New, startedAfter: 10);

        Assert.Empty(ledger.Broker.Bound[A]);
    }

    private async Task<LedgerUnderTest> OpenAsync() =>
        await LedgerUnderTest.OpenAsync(new SharedStore(new SqliteLedgerStore(_folder["ledger.db"])));

    // As the instances do when they start.
    private static void Bind(LedgerUnderTest ledger, params string[] filters) =>
        ledger.Broker.Bound[A] = [.. filters.SelectMany(KeysOf)];

    private static IEnumerable<string> KeysOf(string filters) => TaskFilter.Parse(filters).BindingKeys.Order();

    private static async Task<string> FiltersAsync(LedgerUnderTest ledger) => System.Text.Encoding.UTF8.GetString(
        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token)).Filters);

    private static async Task<List<ServiceReplaced>> ReplacedAsync(LedgerUnderTest ledger) =>
        [.. (await ledger.Store.Queries.ReadOutboxAsync(100, Token))
            .Where(row => row.Kind == "service-replaced")
            .Select(row => LedgerJson.Read<ServiceReplaced>(row.Body))];

    private static Task BeatAsync(
        LedgerUnderTest ledger, string instance, string filters, int startedAfter, bool isStopping = false) =>
        ledger.Directory.RecordAsync(
            new ServiceHeartbeat
            {
                Identity = A,
                Instance = instance,
                Version = "v-" + instance,
                Filters = DataValue.Parse(filters),
                Concurrency = 1,
                StartedAt = Tasks.Noon.AddSeconds(startedAfter),
                SentAt = ledger.Time.GetUtcNow(),
                IsStopping = isStopping,
            },
            Token);
}
