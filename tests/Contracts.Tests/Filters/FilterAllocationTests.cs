using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class FilterAllocationTests
{
    private const int Rounds = 2_000;

    private static readonly DataMap Headers = DataMap.Parse(
        """
        {"type": "sample", "stage": "recognized", "kind": "runnable", "platform": "win32", "extension": "exe",
         "share_3rd_party": true, "report": {"score": 5}, "note": null}
        """);

    [Theory]
    [InlineData("""[{"type": "config"}, {"type": "sample", "kind": "raw"}]""", false)]
    [InlineData("""[{"type": "sample", "kind": "runnable"}]""", true)]
    [InlineData("""[{"type": "s*", "platform": "*[36]?"}]""", true)]
    [InlineData("""[{"type": "sample", "platform": "lin*"}]""", false)]
    [InlineData("""[{"type": "sample", "platform": "!win*"}, {}]""", false)]
    [InlineData("""[{"type": "sample", "platform": "!linux", "family": "!*"}]""", true)]
    [InlineData("""[{"share_3rd_party": "!False", "note": "None"}]""", true)]
    [InlineData("""[{"report.score": "5", "platform": {"$in": ["linux", "win32"]}}]""", true)]
    public void Deciding_allocates_nothing(string filters, bool expected)
    {
        var filter = TaskFilter.Parse(filters);
        Assert.Equal(expected, filter.Matches(Headers));

        // The least of some: what the runtime itself allocates on the way comes once, what a match does comes always.
        var allocated = Enumerable.Range(0, 5).Min(_ => AllocatedBy(filter));

        Assert.Equal(0, allocated);
    }

    private static long AllocatedBy(TaskFilter filter)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(filter);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(TaskFilter filter)
    {
        for (var round = 0; round < Rounds; round++)
        {
            filter.Matches(Headers);
        }
    }
}
