using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>What the rounds of all sizes have come to.</summary>
internal sealed class Results(int rounds)
{
    private readonly List<(Load Load, List<Sample> Samples)> _loads = [];

    internal void Add(Load load, Sample sample)
    {
        if (_loads.Count == 0 || _loads[^1].Load != load)
        {
            _loads.Add((load, []));
        }

        _loads[^1].Samples.Add(sample);
    }

    /// <param name="peakMemory">The most that each process has had, in bytes.</param>
    internal Report ToReport(IReadOnlyDictionary<string, double> peakMemory)
    {
        var report = new Report();
        var analyses = Of((load, sample) => load.Files / sample.Seconds);
        var tasks = Of((_, sample) => sample.Tasks / sample.Seconds);
        var megabytes = Of((load, sample) => load.Megabytes / sample.Seconds);
        var ratio = Of((_, sample) => sample.PlainSeconds / sample.Seconds ?? double.NaN);
        var table = report.AddTable(
            $"archives with one member, {_loads[0].Load.InFlight} in flight, medians of {rounds}",
            "member",
            "files",
            "analyses/s",
            "tasks/s",
            "MB/s",
            "of PUT+GET");
        foreach (var (load, _) in _loads)
        {
            var name = load.Name;
            table.Row(
                name,
                Show.Count(load.Files),
                Show.Count(analyses[name]),
                Show.Count(tasks[name]),
                Show.Count(megabytes[name]),
                double.IsNaN(ratio[name]) ? "" : Show.Ratio(ratio[name]));
        }

        report.Add("analysesPerSecond", analyses);
        report.Add("tasksPerSecond", tasks);
        report.Add("megabytesPerSecond", megabytes);
        report.Add("ratio", ratio);
        var memory = report.AddTable("memory", "", "peak MB");
        foreach (var (name, bytes) in peakMemory)
        {
            memory.Row(name, Show.Megabytes(bytes));
        }

        report.Add("peakMemoryBytes", peakMemory);
        return report;
    }

    private Dictionary<string, double> Of(Func<Load, Sample, double> figure) => _loads.ToDictionary(
        entry => entry.Load.Name,
        entry => entry.Samples.Select(sample => figure(entry.Load, sample)).Median());
}
