using System.Text;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Resources;
using Karton.Sdk.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Testing;

public sealed class KartonTestKitTests
{
    [Fact]
    public async Task Hands_out_the_children_instead_of_sending_them()
    {
        await using var kit = KartonTestKit.For<Repeater>();
        var task = Task(count: 3);

        var run = await kit.RunAsync(task, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryStatus.Finished, run.EnsureFinished().Status);
        Assert.Equal([0L, 1L, 2L], run.Children.Select(child => child.Headers["number"].AsInt64()!.Value));
        Assert.All(run.Children, child => Assert.Equal(task.TaskId, child.ParentId));
        Assert.Equal("count", Assert.Single(run.Refusals).Reason);
    }

    [Fact]
    public async Task Joins_the_parts_of_a_large_outcome()
    {
        await using var kit = KartonTestKit.For<Repeater>();

        var run = await kit.RunAsync(Task(count: 2500), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 2500), run.Children.Select(child => (int)child.Headers["number"].AsInt64()!));
        Assert.Single(run.Refusals);
    }

    [Fact]
    public async Task Runs_many_tasks_at_once()
    {
        await using var kit = KartonTestKit.For<Repeater>();

        var runs = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 100)
            .Select(count => kit.RunAsync(Task(count), TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(0, 100), runs.Select(run => run.Children.Count));
    }

    [Fact]
    public async Task Tells_why_a_service_crashed()
    {
        await using var kit = KartonTestKit.For<Repeater>();

        var run = await kit.RunAsync(Task(count: -1), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryStatus.Crashed, run.Status);
        Assert.Equal("Less than nothing.", run.Error!.Message);
        Assert.Contains(
            "Less than nothing.",
            Assert.Throws<InvalidOperationException>(run.EnsureFinished).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_what_the_service_does_not_accept()
    {
        await using var kit = KartonTestKit.For<Repeater>();
        var headers = new DataMap { ["type"] = "config" };

        var run = await kit.RunAsync(new KartonTask { Headers = headers }, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryStatus.Rejected, run.Status);
        Assert.False(kit.Accepts(headers));
        Assert.True(kit.Accepts(new DataMap { ["type"] = "sample" }));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Makes_resources_for_tasks_and_reads_those_of_children(int size)
    {
        await using var kit = KartonTestKit.For<Shouter>(services => services.AddSingleton(new Voice("!")));
        var token = TestContext.Current.CancellationToken;
        var text = await kit.Resources.FromBytesAsync("text", Encoding.UTF8.GetBytes(new string('a', size)), token);

        var run = await kit.RunAsync(
            new KartonTask
            {
                Headers = new DataMap { ["type"] = "text" },
                Payload = new DataMap { ["text"] = text },
            },
            token);

        var loud = Assert.Single(run.EnsureFinished().Children).Payload.GetResource("text")!;
        Assert.Equal(
            new string('A', size) + "!",
            Encoding.UTF8.GetString(await kit.Resources.ReadAsync(loud, cancellationToken: token)));
    }

    [Fact]
    public async Task Does_not_wait_for_ever()
    {
        await using var kit = KartonTestKit.For<Sleeper>(services =>
            services.Configure<KartonOptions>(options => options.StopTimeout = TimeSpan.Zero));
        kit.Timeout = TimeSpan.FromMilliseconds(1);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => kit.RunAsync(
            new KartonTask { Headers = new DataMap { ["type"] = "sample" } }, TestContext.Current.CancellationToken));

        Assert.Contains("test.sleeper", error.Message, StringComparison.Ordinal);
    }

    private static KartonTask Task(long count) => new()
    {
        Headers = new DataMap { ["type"] = "sample" },
        Payload = new DataMap { ["count"] = count },
    };

    [KartonService("test.repeater")]
    [Accepts("type=sample")]
    private sealed class Repeater : KartonConsumer
    {
        protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
        {
            var count = task.Payload["count"].AsInt64()!.Value;
            if (count < 0)
            {
                throw new InvalidDataException("Less than nothing.");
            }

            for (var number = 0L; number < count; number++)
            {
                await SendAsync(
                    Derive(new DataMap { ["type"] = "sample", ["number"] = number }), cancellationToken);
            }

            Refuse("count", "There were no more.");
        }
    }

    private sealed record Voice(string Mark);

    [KartonService("test.shouter")]
    [Accepts("type=text")]
    private sealed class Shouter(IResources resources, Voice voice) : IConsumer<KartonTask>
    {
        public async Task Consume(ConsumeContext<KartonTask> context)
        {
            var bytes = await resources.ReadAsync(context.Message.Payload.GetResource("text")!);
            var loud = Encoding.UTF8.GetString(bytes).ToUpperInvariant() + voice.Mark;
            var text = await resources.FromBytesAsync("loud", Encoding.UTF8.GetBytes(loud));
            await context.Publish(new KartonTask
            {
                Headers = new DataMap { ["type"] = "loud" },
                Payload = new DataMap { ["text"] = text },
            });
        }
    }

    [KartonService("test.sleeper")]
    [Accepts("type=sample")]
    private sealed class Sleeper : KartonConsumer
    {
        protected override Task ProcessAsync(KartonTask task, CancellationToken cancellationToken) =>
            System.Threading.Tasks.Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
    }
}
