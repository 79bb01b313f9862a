using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Karton.Cli.Engine.Distributed;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Cli.Tests.Engine;

public sealed class CompletionWatchTests
{
    private static readonly Guid Mine = new(1, 0, 0, new byte[8]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_told_of_the_end_looks_at_once()
    {
        var reader = new Reader();
        var watch = New(reader);
        var waiting = watch.WaitAsync(Mine, new Seen(), Token);
        reader.Answers = () => Record(AnalysisState.Completed);

        watch.Wake(new Guid(2, 0, 0, new byte[8]));
        watch.Wake(Mine);

        Assert.Equal(AnalysisState.Completed, (await waiting).State);
    }

    [Fact]
    public async Task Who_is_told_nothing_looks_every_second()
    {
        var reader = new Reader();
        var time = new FakeTimeProvider();
        var seen = new Seen();
        var waiting = New(reader, time).WaitAsync(Mine, seen, Token);
        reader.Answers = () => Record(AnalysisState.Running);
        await PassAsync(time, () => !seen.States.IsEmpty);
        reader.Answers = () => Record(AnalysisState.Expired);
        await PassAsync(time, () => waiting.IsCompleted);

        Assert.Equal(AnalysisState.Expired, (await waiting).State);
        Assert.Equal([AnalysisState.Running, AnalysisState.Expired], seen.States);
    }

    [Fact]
    public async Task An_outage_of_the_database_is_waited_out()
    {
        var reader = new Reader { Answers = () => throw new IOException("The database is away.") };
        var time = new FakeTimeProvider();
        var waiting = New(reader, time).WaitAsync(Mine, new Seen(), Token);
        reader.Answers = () => Record(AnalysisState.Completed);

        await PassAsync(time, () => waiting.IsCompleted);

        Assert.Equal(AnalysisState.Completed, (await waiting).State);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var interruption = new CancellationTokenSource();
        var reader = new Reader();
        var waiting = New(reader).WaitAsync(Mine, new Seen(), interruption.Token);

        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // When the watch looks again is known, not when it has come to wait for it.
    private static async Task PassAsync(FakeTimeProvider time, Func<bool> isSo)
    {
        while (!isSo())
        {
            Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static CompletionWatch New(IAnalysisReader reader, TimeProvider? time = null) =>
        new(reader, time ?? new FakeTimeProvider(), NullLogger<CompletionWatch>.Instance);

    private static AnalysisRecord Record(AnalysisState state) => Cli.Tests.Analyses.Record(
        Mine, state, state == AnalysisState.Running ? null : AnalysisOutcome.Succeeded);

    private sealed class Seen : IProgress<AnalysisRecord>
    {
        public ConcurrentQueue<AnalysisState> States { get; } = [];

        public void Report(AnalysisRecord value) => States.Enqueue(value.State);
    }

    private sealed class Reader : IAnalysisReader
    {
        public Func<AnalysisRecord?> Answers { get; set; } = () => null;

        public Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken) =>
            Task.FromResult(Answers());

        public Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<AnalysisRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<TaskRecord> ReadTasksAsync(
            Guid analysisId, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
            Guid analysisId, Guid? after, int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<IReadOnlyList<KartonTask>> ReadRootsAsync(
            IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<AnalysisExplanation?> ExplainAsync(
            Guid analysisId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
