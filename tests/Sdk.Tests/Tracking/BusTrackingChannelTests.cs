using System.Collections.Concurrent;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Tracking;

public sealed class BusTrackingChannelTests
{
    [Fact]
    public async Task Entries_that_come_while_one_is_published_go_together()
    {
        using var bus = new Publications();
        await using var host = await HostAsync(bus);
        var channel = host.Services.GetRequiredService<ITrackingChannel>();
        var first = channel.RecordAsync(Entry(), TestContext.Current.CancellationToken);
        await bus.BeganAsync(1);

        var rest = Enumerable.Range(0, 70)
            .Select(_ => channel.RecordAsync(Entry(), TestContext.Current.CancellationToken))
            .ToList();
        bus.Confirm(3);
        await Task.WhenAll(rest);

        Assert.Same(TrackingReceipt.Accepted, await first);
        Assert.Equal([1, 50, 20], bus.Sizes);
    }

    [Fact]
    public async Task An_entry_has_been_recorded_only_when_its_message_is_confirmed()
    {
        using var bus = new Publications();
        await using var host = await HostAsync(bus);
        var recording = host.Services.GetRequiredService<ITrackingChannel>()
            .RecordAsync(Entry(), TestContext.Current.CancellationToken);
        await bus.BeganAsync(1);

        var before = recording.IsCompleted;
        bus.Confirm(1);
        await recording;

        Assert.False(before);
    }

    [Fact]
    public async Task Large_entries_make_small_groups()
    {
        using var bus = new Publications();
        await using var host = await HostAsync(bus);
        var channel = host.Services.GetRequiredService<ITrackingChannel>();
        var first = channel.RecordAsync(Entry(), TestContext.Current.CancellationToken);
        await bus.BeganAsync(1);

        var rest = Enumerable.Range(0, 4)
            .Select(_ => channel.RecordAsync(Entry(400_000), TestContext.Current.CancellationToken))
            .ToList();
        bus.Confirm(3);
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 2, 2], bus.Sizes);
    }

    [Fact]
    public async Task A_message_that_fails_fails_for_all_in_it_and_the_next_goes_on()
    {
        using var bus = new Publications { Failures = 1 };
        await using var host = await HostAsync(bus);
        var channel = host.Services.GetRequiredService<ITrackingChannel>();

        bus.Confirm(2);
        var failed = channel.RecordAsync(Entry(), TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => failed);
        await channel.RecordAsync(Entry(), TestContext.Current.CancellationToken);

        Assert.Contains("broken", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyses_and_outcomes_reach_a_ledger_elsewhere()
    {
        var entries = new TaskCompletionSource<TaskOutcome>();
        await using var host = await TestHost.StartAsync(
            karton => karton
                .AddConsumer<ScriptedConsumer>()
                .ConfigureBus(bus => bus.AddHandler((LedgerEntries message) =>
                {
                    if (message.Entries[0].Outcome is { } outcome)
                    {
                        entries.TrySetResult(outcome);
                    }

                    return Task.CompletedTask;
                })),
            services => services.AddSingleton(new Script()),
            overBus: true);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await entries.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(task.TaskId, outcome.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
    }

    [Fact]
    public async Task It_is_the_way_to_the_ledger_unless_another_is_chosen()
    {
        using var bus = new Publications();
        await using var host = await HostAsync(bus);

        Assert.IsType<BusTrackingChannel>(host.Services.GetRequiredService<ITrackingChannel>());
    }

    private static LedgerEntry Entry(int size = 0) => new()
    {
        Submitted = new AnalysisSubmitted
        {
            Task = Tasks.Sample() with { Payload = new DataMap { ["text"] = new string('a', size) } },
        },
    };

    private static Task<TestHost> HostAsync(Publications publications) => TestHost.StartAsync(
        karton => karton.ConfigureTransport((_, bus) =>
            bus.ConfigurePublish(publish => publish.UseFilter(publications))),
        overBus: true);

    /// <summary>Holds each message to the ledger back until the test confirms it.</summary>
    private sealed class Publications : IFilter<PublishContext<LedgerEntries>>, IDisposable
    {
        private readonly SemaphoreSlim _confirmed = new(0);
        private readonly SemaphoreSlim _began = new(0);
        private readonly ConcurrentQueue<int> _sizes = [];

        public IReadOnlyList<int> Sizes => [.. _sizes];

        public int Failures { get; set; }

        public void Dispose()
        {
            _confirmed.Dispose();
            _began.Dispose();
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("publications");

        public async Task Send(PublishContext<LedgerEntries> context, IPipe<PublishContext<LedgerEntries>> next)
        {
            _sizes.Enqueue(context.Message.Entries.Count);
            _began.Release();
            await _confirmed.WaitAsync(context.CancellationToken);
            if (Failures-- > 0)
            {
                throw new IOException("The wire is broken.");
            }

            await next.Send(context);
        }

        public void Confirm(int messages) => _confirmed.Release(messages);

        public async Task BeganAsync(int messages)
        {
            for (var message = 0; message < messages; message++)
            {
                await _began.WaitAsync(TestContext.Current.CancellationToken);
            }
        }
    }
}
