using System.Diagnostics;
using Karton.Tracking.Reading;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>Reads what <c>karton status</c>, <c>karton list</c> and a view of a tree read.</summary>
/// <param name="reader">Of the ledger.</param>
/// <param name="analyses">Those that are looked at, by size. Each size is looked at as often as the others: large ones
/// are few, and what takes the longest.</param>
internal sealed class LedgerReads(IAnalysisReader reader, IReadOnlyList<IReadOnlyList<Guid>> analyses)
{
    private const int MostDeliveries = 20;
    private const int ListLength = 20;
    private const int PageSize = 100;

    // The same ones in every run.
    private readonly Random _random = new(20_000);

    private readonly Dictionary<string, List<double>> _times = [];

    /// <summary>Milliseconds of each read, by what was read.</summary>
    internal IReadOnlyDictionary<string, List<double>> Times => _times;

    /// <summary>Reads each of the things once, of analyses by chance.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        await MeasureAsync("status", () => reader.ExplainAsync(Next(), MostDeliveries, cancellationToken));
        var analysisId = Next();
        IReadOnlyList<TaskRecord> page = [];
        await MeasureAsync("treePage", async () => page = await ReadPageAsync(analysisId, null, cancellationToken));
        if (page.Count == PageSize)
        {
            await MeasureAsync(
                "nextTreePage", () => ReadPageAsync(analysisId, page[^1].Task.TaskId, cancellationToken));
        }

        await MeasureAsync("list", () => ListAsync(cancellationToken));
    }

    /// <summary>Forgets what was measured.</summary>
    internal void Clear() => _times.Clear();

    private Guid Next()
    {
        var ofOneSize = analyses[_random.Next(analyses.Count)];
        return ofOneSize[_random.Next(ofOneSize.Count)];
    }

    private Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
        Guid analysisId, Guid? after, CancellationToken cancellationToken) =>
        reader.ReadPageAsync(analysisId, after, PageSize, cancellationToken);

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var analyses = await reader.ListAsync(ListLength, cancellationToken);
        await reader.ReadRootsAsync([.. analyses.Select(analysis => analysis.AnalysisId)], cancellationToken);
    }

    private async Task MeasureAsync(string what, Func<Task> read)
    {
        var began = Stopwatch.GetTimestamp();
        await read();
        if (!_times.TryGetValue(what, out var times))
        {
            _times.Add(what, times = []);
        }

        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
