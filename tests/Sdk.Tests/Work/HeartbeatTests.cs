using Karton.Contracts.Services;
using Karton.Sdk.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Sdk.Tests.Work;

public sealed class HeartbeatTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Heartbeats _heartbeats = new();

    [Fact]
    public async Task Each_service_says_at_the_start_what_it_is()
    {
        await using var host = await HostAsync((_, _, _) => Task.CompletedTask);

        var first = await _heartbeats.WaitAsync(beat => beat.Identity == ScriptedConsumer.Identity);

        Assert.Equal("1.2.3", first.Version);
        Assert.Equal("Does what a test says.", first.Description);
        Assert.Equal("""[{"type":"sample","platform":"!win*"},{"type":"other"}]""", first.Filters.ToString());
        Assert.Equal(2, first.Concurrency);
        Assert.Equal("this-one", first.Instance);
        Assert.True(first.IsPersistent);
        Assert.False(first.IsStopping);
        Assert.Equal(_time.GetUtcNow(), first.StartedAt);
        Assert.Equal(first.StartedAt, first.IdleSince);
        Assert.Empty(first.InWork);
    }

    [Fact]
    public async Task They_come_at_their_interval_and_say_what_is_in_work()
    {
        var running = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var host = await HostAsync(async (_, _, _) =>
        {
            running.TrySetResult();
            await goOn.Task;
        });
        var task = Tasks.Sample();
        var began = _time.GetUtcNow();
        await host.PublishAsync(task);
        await running.Task;

        _time.Advance(TimeSpan.FromSeconds(5));
        var busy = await _heartbeats.WaitAsync(beat => beat.Identity == ScriptedConsumer.Identity && IsAt(beat, 5));
        goOn.SetResult();
        await host.Channel.OutcomeOfAsync(task.TaskId);

        Assert.Equal(
            new DeliveryInWork { AnalysisId = task.AnalysisId, TaskId = task.TaskId, StartedAt = began },
            Assert.Single(busy.InWork));
        Assert.Equal(began, busy.IdleSince);
    }

    [Fact]
    public async Task A_service_without_a_free_slot_is_not_idle()
    {
        using var running = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var host = await HostAsync(async (_, _, _) =>
        {
            running.Release();
            await goOn.Task;
        });
        await host.PublishAsync(Tasks.Sample());
        await host.PublishAsync(Tasks.Sample());
        await running.WaitAsync(TestContext.Current.CancellationToken);
        await running.WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(5));
        var busy = await _heartbeats.WaitAsync(beat => beat.Identity == ScriptedConsumer.Identity && IsAt(beat, 5));
        goOn.SetResult();

        Assert.Equal(2, busy.InWork.Count);
        Assert.Null(busy.IdleSince);
    }

    [Fact]
    public async Task Whatever_comes_in_ends_idleness_even_when_it_is_not_wanted()
    {
        await using var host = await HostAsync((_, _, _) => Task.CompletedTask);
        _time.Advance(TimeSpan.FromSeconds(3));
        var task = Tasks.Child();
        await host.SendAsync(task, ScriptedConsumer.Identity);
        await host.Channel.OutcomeOfAsync(task.TaskId);

        _time.Advance(TimeSpan.FromSeconds(2));
        var beat = await _heartbeats.WaitAsync(beat => beat.Identity == ScriptedConsumer.Identity && IsAt(beat, 5));

        Assert.Equal(beat.StartedAt.AddSeconds(3), beat.IdleSince);
    }

    [Fact]
    public async Task The_last_one_says_that_the_instance_stops()
    {
        await using var host = await HostAsync((_, _, _) => Task.CompletedTask);

        await host.StopAsync();

        var last = _heartbeats.Seen.Last(beat => beat.Identity == ScriptedConsumer.Identity);
        Assert.True(last.IsStopping);
    }

    private static bool IsAt(ServiceHeartbeat beat, int seconds) =>
        beat.SentAt - beat.StartedAt == TimeSpan.FromSeconds(seconds);

    private Task<TestHost> HostAsync(
        Func<ScriptedConsumer, Contracts.KartonTask, CancellationToken, Task> run) =>
        TestHost.StartAsync(
            karton => karton
                .AddConsumer<ScriptedConsumer>()
                .AddConsumer<CollectingConsumer>()
                .ConfigureTransport((_, bus) => bus.ConfigurePublish(publish => publish.UseFilter(_heartbeats))),
            services => services
                .AddSingleton(new Script { Run = run })
                .AddSingleton<Collected>()
                .AddSingleton<TimeProvider>(_time)
                .Configure<KartonOptions>(options =>
                {
                    options.HeartbeatInterval = TimeSpan.FromSeconds(5);
                    options.InstanceName = "this-one";
                }));

    private sealed class Heartbeats : IFilter<PublishContext<ServiceHeartbeat>>
    {
        private readonly Lock _lock = new();
        private readonly List<ServiceHeartbeat> _seen = [];
        private readonly List<(Func<ServiceHeartbeat, bool>, TaskCompletionSource<ServiceHeartbeat>)> _waiting = [];

        public IReadOnlyList<ServiceHeartbeat> Seen
        {
            get
            {
                lock (_lock)
                {
                    return [.. _seen];
                }
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("heartbeats");

        public Task Send(
            PublishContext<ServiceHeartbeat> context, IPipe<PublishContext<ServiceHeartbeat>> next)
        {
            lock (_lock)
            {
                _seen.Add(context.Message);
                foreach (var (wanted, found) in _waiting)
                {
                    if (wanted(context.Message))
                    {
                        found.TrySetResult(context.Message);
                    }
                }
            }

            return next.Send(context);
        }

        public Task<ServiceHeartbeat> WaitAsync(Func<ServiceHeartbeat, bool> wanted)
        {
            lock (_lock)
            {
                if (_seen.Find(beat => wanted(beat)) is { } seen)
                {
                    return Task.FromResult(seen);
                }

                var found = new TaskCompletionSource<ServiceHeartbeat>(
                    TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((wanted, found));
                return found.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            }
        }
    }
}
