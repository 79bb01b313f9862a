using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Testing;

namespace Karton.Sdk.Tests.Testing;

public sealed class KartonTestKitTests
{
    [Fact]
    public async Task Hands_out_the_children_instead_of_sending_them()
    {
        await using var kit = KartonTestKit.For<Repeater>();
        var task = new KartonTask
        {
            Headers = new DataMap { ["type"] = "sample" },
            Payload = new DataMap { ["count"] = 3 },
        };

        var run = await kit.RunAsync(task, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryStatus.Finished, run.EnsureFinished().Status);
        Assert.Equal([0L, 1L, 2L], run.Children.Select(child => child.Headers["number"].AsInt64()!.Value));
        Assert.All(run.Children, child => Assert.Equal(task.TaskId, child.ParentId));
        Assert.Equal("count", Assert.Single(run.Refusals).Reason);
    }

    [KartonService("test.repeater")]
    [Accepts("type=sample")]
    private sealed class Repeater : KartonConsumer
    {
        protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
        {
            for (var number = 0L; number < task.Payload["count"].AsInt64(); number++)
            {
                await SendAsync(
                    Derive(new DataMap { ["type"] = "sample", ["number"] = number }), cancellationToken);
            }

            Refuse("count", "There were no more.");
        }
    }
}
