using System.Diagnostics;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;

namespace Karton.LoadTest.Scenarios.Backlog;

/// <summary>Reads again and again what <c>karton services</c> and <c>karton status</c> read, while something else goes
/// on.</summary>
internal sealed class LedgerWatch(LedgerReader ledger)
{
    private const int MostDeliveries = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, List<double>> _times = [];

    /// <summary>Milliseconds of each read, by what was read.</summary>
    internal IReadOnlyDictionary<string, List<double>> Times => _times;

    /// <summary>The most deliveries that were open at once.</summary>
    internal int MostOpen { get; private set; }

    /// <summary>Reads until something has come to its end, which it returns.</summary>
    internal async Task<T> ReadDuringAsync<T>(Task<T> work, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            await ReadAsync(cancellationToken);
            await Task.WhenAny(work, Task.Delay(Pause, cancellationToken));
        }

        return await work;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var services = await MeasureAsync("services", () => ledger.Services.ListAsync(cancellationToken));
        MostOpen = Math.Max(MostOpen, services.Sum(service => service.Open));
        await MeasureAsync("status", () => ledger.Analyses.ListUnfinishedAsync(cancellationToken));
        if (await ledger.Analyses.ListAsync(1, cancellationToken) is [{ State: not AnalysisState.Completed } latest])
        {
            await MeasureAsync(
                "statusOfOne",
                () => ledger.Analyses.ExplainAsync(latest.AnalysisId, MostDeliveries, cancellationToken));
        }
    }

    private async Task<T> MeasureAsync<T>(string what, Func<Task<T>> read)
    {
        var began = Stopwatch.GetTimestamp();
        var found = await read();
        if (!_times.TryGetValue(what, out var times))
        {
            _times.Add(what, times = []);
        }

        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return found;
    }
}
