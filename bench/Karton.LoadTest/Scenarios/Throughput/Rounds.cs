using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Throughput;

/// <summary>Measures both sides in turn.</summary>
internal sealed class Rounds(Load load, Side karton, Side bare, IReadOnlyDictionary<string, int> servers)
{
    private const int WarmUps = 3;

    private readonly List<Sample> _karton = [];
    private readonly List<Sample> _bare = [];

    internal async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        for (var time = 0; time < WarmUps; time++)
        {
            await karton.RunAsync(load.Roots / WarmUps, load.Children, load.InFlight, load.Roots / WarmUps, cancellationToken);
            await bare.RunAsync(
                load.Roots / WarmUps, load.Children, load.InFlight, load.Roots / WarmUps * load.Tree, cancellationToken);
        }
    }

    internal async Task RunAsync(bool kartonFirst, CancellationToken cancellationToken)
    {
        if (kartonFirst)
        {
            _karton.Add(await MeasureAsync(karton, load.Roots, cancellationToken));
            _bare.Add(await MeasureAsync(bare, load.AllTasks, cancellationToken));
        }
        else
        {
            _bare.Add(await MeasureAsync(bare, load.AllTasks, cancellationToken));
            _karton.Add(await MeasureAsync(karton, load.Roots, cancellationToken));
        }
    }

    internal Report ToReport()
    {
        var (tasks, bareTasks) = (_karton.Select(Rate).Median(), _bare.Select(Rate).Median());
        var ratio = _karton.Zip(_bare, (one, other) => Rate(one) / Rate(other)).Median();
        var (cpu, bareCpu) = (_karton.Select(AllCpu).Median(), _bare.Select(AllCpu).Median());
        var report = new Report();
        report.AddTable(
                $"{Show.Count(load.AllTasks)} tasks, {Show.Count(load.Tree)} an analysis, {load.InFlight} in flight, "
                + $"medians of {_karton.Count}",
                "",
                "karton",
                "bare",
                "ratio")
            .Row("tasks/s", Show.Count(tasks), Show.Count(bareTasks), Show.Ratio(ratio))
            .Row("CPU us/task", Show.Count(cpu), Show.Count(bareCpu), Show.Ratio(bareCpu / cpu));
        report.Add("tasks", load.AllTasks);
        report.Add("tasksPerAnalysis", load.Tree);
        report.Add("tasksPerSecond", tasks);
        report.Add("bareTasksPerSecond", bareTasks);
        report.Add("ratio", ratio);
        report.Add("cpuRatio", bareCpu / cpu);
        AddProcesses(report, "karton", _karton);
        AddProcesses(report, "bare", _bare);
        return report;
    }

    private static void AddProcesses(Report report, string side, List<Sample> samples)
    {
        var table = report.AddTable($"{side}: CPU and memory", "", "us/task", "peak MB");
        var processes = samples[0].Cpu.Keys.ToDictionary(
            name => name, name => samples.Select(sample => sample.Cpu[name]).Median());
        foreach (var (name, cpu) in processes)
        {
            var peak = samples[^1].PeakMemory.GetValueOrDefault(name);
            table.Row(name, Show.Count(cpu), peak == 0 ? "" : Show.Megabytes(peak));
        }

        report.Add($"{side}CpuMicrosecondsPerTask", processes);
        report.Add($"{side}PeakMemoryBytes", samples[^1].PeakMemory);
    }

    private static double Rate(Sample sample) => sample.TasksPerSecond;

    private static double AllCpu(Sample sample) => sample.Cpu.Values.Sum();

    private async Task<Sample> MeasureAsync(Side side, int ends, CancellationToken cancellationToken)
    {
        var processes = side.Processes.Select(process => KeyValuePair.Create(process.Name, process.Id)).ToList();
        var all = processes.Concat(servers).ToList();
        var before = all.ConvertAll(process => CpuClock.SecondsOf(process.Value));
        var seconds = await side.RunAsync(load.Roots, load.Children, load.InFlight, ends, cancellationToken);
        var cpu = all.Zip(before, (process, earlier) => KeyValuePair.Create(
            process.Key, (CpuClock.SecondsOf(process.Value) - earlier) * 1e6 / load.AllTasks));
        return new Sample(
            load.AllTasks / seconds,
            cpu.ToDictionary(),
            processes.ToDictionary(process => process.Key, process => (double)CpuClock.PeakMemoryOf(process.Value)));
    }

    /// <param name="TasksPerSecond">How many came to their end.</param>
    /// <param name="Cpu">Microseconds a task, of each process.</param>
    /// <param name="PeakMemory">Bytes since the start, of each process.</param>
    private sealed record Sample(
        double TasksPerSecond, Dictionary<string, double> Cpu, Dictionary<string, double> PeakMemory);
}
