using System.Text.Json;
using CsCheck;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>Messages come twice, in any order, and in batches of any size: the state in the end is the same.</summary>
public abstract class LedgerOrderCompliance
{
    private const int Stories = 100;

    private static readonly Gen<(Story Story, int Seed)> StoryAndSeed = Gen.Select(Story.Gen, Gen.Int);

    /// <summary>An empty database of its own for each call.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    [Fact]
    public async Task Any_order_and_any_repetition_of_the_messages_ends_in_the_same_state()
    {
        await using var inOrder = await OpenAsync();
        await using var shuffled = await OpenAsync();

        await StoryAndSeed.SampleAsync(
            async sample =>
            {
                foreach (var message in sample.Story.Messages)
                {
                    await inOrder.Channel.RecordAsync(message, TestContext.Current.CancellationToken);
                }

                foreach (var batch in Shuffle(sample.Story.Messages, new Random(sample.Seed)))
                {
                    await Task.WhenAll(batch.Select(
                        message => shuffled.Channel.RecordAsync(message, TestContext.Current.CancellationToken)));
                }

                var analysis = (await shuffled.FindAsync(sample.Story.Root.AnalysisId))!;
                Assert.Equal(sample.Story.Counters, analysis.Counters);
                Assert.True(analysis.IsDrained);
                var end = Assert.Single(await shuffled.EndsAsync(analysis.AnalysisId));
                Assert.Equal(sample.Story.Counters, end.Counters);
                Assert.Equal(
                    await DescribeAsync(inOrder, sample.Story.Root.AnalysisId),
                    await DescribeAsync(shuffled, sample.Story.Root.AnalysisId));
            },
            iter: Stories,
            threads: 1);
    }

    [Fact]
    public async Task An_analysis_is_drained_when_the_last_message_has_come_and_never_before()
    {
        await using var ledger = await OpenAsync();

        await StoryAndSeed.SampleAsync(
            async sample =>
            {
                var missing = sample.Story.Messages.ToHashSet();
                foreach (var message in Shuffle(sample.Story.Messages, new Random(sample.Seed)).SelectMany(all => all))
                {
                    await ledger.Channel.RecordAsync(message, TestContext.Current.CancellationToken);
                    missing.Remove(message);

                    var analysis = (await ledger.FindAsync(sample.Story.Root.AnalysisId))!;
                    Assert.Equal(missing.Count == 0, analysis.IsDrained);
                    Assert.Equal(analysis.IsDrained, analysis.CompletedAt is not null);
                    Assert.Equal(ExpectedState(analysis), analysis.State);
                    Assert.Equal(analysis.IsDrained ? 1 : 0, (await ledger.EndsAsync(analysis.AnalysisId)).Count);
                    Assert.Equal(analysis.Declared, analysis.Ended + await CountOpenAsync(ledger, analysis.AnalysisId));
                }
            },
            iter: Stories / 4,
            threads: 1);
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        await CreateStoreAsync(),
        (Story.A, """[{"type":"a"},{"type":"ab"}]"""),
        (Story.B, """[{"type":"b"},{"type":"ab"}]"""));

    /// <summary>Each message at least once, some up to three times, cut into batches.</summary>
    private static IEnumerable<LedgerEntry[]> Shuffle(List<LedgerEntry> messages, Random random)
    {
        var all = messages.SelectMany(message => Enumerable.Repeat(message, 1 + (random.Next(4) / 2))).ToArray();
        random.Shuffle(all);
        for (var start = 0; start < all.Length;)
        {
            var size = Math.Min(random.Next(1, 20), all.Length - start);
            yield return all[start..(start + size)];
            start += size;
        }
    }

    private static AnalysisState ExpectedState(AnalysisRow analysis) => analysis switch
    {
        { IsDrained: true } => AnalysisState.Completed,
        { IsRunning: true } => AnalysisState.Running,
        _ => AnalysisState.Submitted,
    };

    // A task that was not declared yet has no row, but its deliveries may: those are ended.
    private static async Task<int> CountOpenAsync(LedgerUnderTest ledger, Guid analysisId)
    {
        var open = 0;
        foreach (var identity in (string[])[Story.A, Story.B])
        {
            var deliveries = await ledger.Store.Queries.ListOpenAsync(
                identity, DateTimeOffset.MaxValue, int.MaxValue, TestContext.Current.CancellationToken);
            open += deliveries.Count(delivery => delivery.Key.AnalysisId == analysisId);
        }

        return open;
    }

    private static async Task<string> DescribeAsync(LedgerUnderTest ledger, Guid analysisId)
    {
        var analysis = await ledger.FindAsync(analysisId);
        return JsonSerializer.Serialize(new
        {
            analysis!.Counters,
            analysis.Undone,
            analysis.LastEndedAt,
            analysis.SubmittedAt,
            analysis.State,
            analysis.Outcome,
            analysis.CompletedAt,
            Tasks = await ledger.ReadAsync(analysisId),
        });
    }
}
