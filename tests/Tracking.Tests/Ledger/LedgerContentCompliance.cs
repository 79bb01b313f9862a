using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>What goes into a ledger comes out of it as it was, whatever its database.</summary>
public abstract class LedgerContentCompliance
{
    private const string A = "test.a";

    /// <summary>An empty database of its own for each call.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    private protected async Task<LedgerUnderTest> OpenAsync() =>
        await LedgerUnderTest.OpenAsync(await CreateStoreAsync(), (A, """[{"type":"a"}]"""));

    [Fact]
    public async Task A_task_comes_back_as_it_was()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a") with
        {
            Headers = DataMap.Parse(
                """{"type":"a","n":12345678901234567890,"list":[1.50,true,null],"\u0000":"\u0000"}"""),
            Payload = new DataMap
            {
                ["deep"] = DataMap.Parse(string.Concat(Enumerable.Repeat("""{"x":""", 40)) + "1" + new string('}', 40)),
                ["sample"] = new Resource
                {
                    Name = "\u0000\u202Egpj.exe\u0007 ünïcode \uD83D\uDE00",
                    Sha256 = new string('a', 64),
                    Size = 3,
                    Inline = new byte[] { 1, 2, 3 },
                    Metadata = new DataMap { ["k"] = "v" },
                },
            },
            PersistentHeaders = new DataMap { ["quality"] = "high" },
            Deadline = Tasks.Noon.AddHours(1),
        };

        await ledger.RecordAsync(root.Submitted());

        var read = Assert.Single(await ledger.ReadAsync(root.AnalysisId)).Task;
        Assert.Equal(root.Json(), read.Json());
        Assert.Equal([1, 2, 3], read.Payload.GetResource("sample")!.Inline!.Value.ToArray());
    }

    [Fact]
    public async Task Hostile_text_in_an_outcome_comes_back_as_it_was()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        const string hostile = "a\u0000b\u001A0041 \u202E'; DROP TABLE tasks; -- \uD83D\uDE00";
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(root.Outcome(A) with
        {
            Version = hostile,
            Reason = hostile,
            Error = new DeliveryError { Reason = "error", Message = hostile, Trace = hostile },
            Refusals = [new Refusal { Reason = "ratio", Message = hostile, Subject = hostile }],
        });

        var delivery = Assert.Single((await ledger.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(hostile, delivery.Version);
        Assert.Equal(hostile, delivery.Reason);
        Assert.Equal(hostile, delivery.Error!.Trace);
        Assert.Equal(hostile, Assert.Single(delivery.Refusals).Subject);
    }

    [Fact]
    public async Task A_service_whose_name_is_hostile_is_counted_like_any_other()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(root.Outcome("x\u0000y\uD83D"));
        await ledger.RecordAsync(root.Outcome("x\u0000y\uD83D"));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((1, 2, 1), (row!.Tasks, row.Declared, row.Ended));
        Assert.Equal("x\u0000y\uD83D", (await ledger.ReadAsync(root.AnalysisId))[0].Deliveries[1].Identity);
    }
}
