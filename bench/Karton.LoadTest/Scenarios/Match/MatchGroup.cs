using System.Diagnostics;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Match;

/// <summary>Filters that are measured together.</summary>
internal sealed class MatchGroup(string name, IReadOnlyCollection<TaskFilter> filters)
{
    private readonly TaskFilter[] _filters = [.. filters];
    private readonly List<MatchCost> _costs = [];

    internal string Name => name;

    internal int Count => _filters.Length;

    internal double Nanoseconds => _costs.Select(cost => cost.Nanoseconds).Median();

    /// <summary>The most of all rounds: there is nothing that may disturb it.</summary>
    internal double Bytes => _costs.Max(cost => cost.Bytes);

    /// <summary>Matches until everything is compiled as it stays.</summary>
    internal void WarmUp(DataMap headers, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Match(headers);
        }
    }

    /// <summary>Matches as often as there are so many calls, and keeps what one cost.</summary>
    internal void Measure(DataMap headers, int calls)
    {
        var passes = (calls + Count - 1) / Count;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < passes; pass++)
        {
            Match(headers);
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var made = (double)passes * Count;
        _costs.Add(new MatchCost(elapsed.TotalNanoseconds / made, allocated / made));
    }

    private int Match(DataMap headers)
    {
        var matches = 0;
        foreach (var filter in _filters)
        {
            if (filter.Matches(headers))
            {
                matches++;
            }
        }

        return matches;
    }
}
