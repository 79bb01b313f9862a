using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Backlog;

/// <summary>What was measured.</summary>
/// <param name="Tasks">How many tasks waited.</param>
/// <param name="Throughput">Tasks a second with the service online, handed in and worked on at once.</param>
/// <param name="PublishRate">Tasks a second that were handed in without it.</param>
/// <param name="DrainRate">Tasks a second that came to their end, counted from the start of its process.</param>
/// <param name="PeakMemory">Bytes since the start, of each process.</param>
internal sealed record BacklogResult(
    int Tasks, double Throughput, double PublishRate, double DrainRate, IReadOnlyDictionary<string, double> PeakMemory)
{
    internal Report ToReport(LedgerWatch filling, LedgerWatch draining)
    {
        var report = new Report();
        report.AddTable($"{Show.Count(Tasks)} tasks without a service, then with one", "", "tasks/s", "of throughput")
            .Row("throughput", Show.Count(Throughput), "")
            .Row("publishing", Show.Count(PublishRate), Show.Ratio(PublishRate / Throughput))
            .Row("draining", Show.Count(DrainRate), Show.Ratio(DrainRate / Throughput));
        report.Add("tasks", Tasks);
        report.Add("tasksPerSecond", Throughput);
        report.Add("publishedPerSecond", PublishRate);
        report.Add("drainedPerSecond", DrainRate);
        report.Add("drainRatio", DrainRate / Throughput);
        report.Add("mostOpen", Math.Max(filling.MostOpen, draining.MostOpen));
        var memory = report.AddTable("memory", "", "peak MB");
        foreach (var (process, bytes) in PeakMemory)
        {
            memory.Row(process, Show.Megabytes(bytes));
        }

        report.Add("peakMemoryBytes", PeakMemory);
        var reading = report.AddTable("reading meanwhile, ms", "", "times", "p50", "p95", "most");
        Add(report, reading, "Filling", filling);
        Add(report, reading, "Draining", draining);
        return report;
    }

    private static void Add(Report report, Table table, string phase, LedgerWatch watch)
    {
        foreach (var (what, times) in watch.Times)
        {
            double[] shown = [times.Percentile(0.5), times.Percentile(0.95), times.Max()];
            table.Row($"{what}, {phase.ToLowerInvariant()}", [$"{times.Count}", .. shown.Select(Show.Milliseconds)]);
            report.Add($"{what}{phase}P50Ms", shown[0]);
            report.Add($"{what}{phase}P95Ms", shown[1]);
        }
    }
}
