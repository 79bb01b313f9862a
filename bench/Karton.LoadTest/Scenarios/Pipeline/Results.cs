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
                Show.Rate(analyses[name]),
                Show.Rate(tasks[name]),
                Show.Rate(megabytes[name]),
                double.IsNaN(ratio[name]) ? "" : Show.Ratio(ratio[name]));
        }

        report.Add("analysesPerSecond", analyses);
        report.Add("tasksPerSecond", tasks);
        report.Add("megabytesPerSecond", megabytes);
        report.Add("ratio", ratio);
        AddProcesses(report, peakMemory);
        return report;
    }

    private void AddProcesses(Report report, IReadOnlyDictionary<string, double> peakMemory)
    {
        var table = report.AddTable(
            "CPU ms an analysis, and memory", ["", .. _loads.Select(entry => entry.Load.Name), "peak MB"]);
        var names = _loads[0].Samples[0].Cpu.Keys;
        foreach (var name in names)
        {
            var peak = peakMemory.TryGetValue(name, out var bytes) ? Show.Megabytes(bytes) : "";
            table.Row(name, [.. Of((_, sample) => sample.Cpu[name] * 1e3).Values.Select(Show.Milliseconds), peak]);
        }

        foreach (var (load, samples) in _loads)
        {
            report.Add($"cpuMillisecondsPerAnalysis{load.Name}", names.ToDictionary(
                name => name, name => samples.Select(sample => sample.Cpu[name] * 1e3).Median()));
        }

        report.Add("peakMemoryBytes", peakMemory);
    }

    private Dictionary<string, double> Of(Func<Load, Sample, double> figure) => _loads.ToDictionary(
        entry => entry.Load.Name,
        entry => entry.Samples.Select(sample => figure(entry.Load, sample)).Median());
}
