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
        var roots = load.Roots / WarmUps;
        for (var time = 0; time < WarmUps; time++)
        {
            await karton.RunAsync(roots, load.Children, load.InFlight, roots, cancellationToken);
            await bare.RunAsync(roots, load.Children, load.InFlight, roots * load.Tree, cancellationToken);
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
        var table = report.AddTable($"{side}: CPU and memory", "", "us/task", "bytes/task", "GC pause %", "peak MB");
        var processes = samples[0].Cpu.Keys.ToDictionary(
            name => name, name => samples.Select(sample => sample.Cpu[name]).Median());
        foreach (var (name, cpu) in processes)
        {
            table.Row(name, [Show.Count(cpu), .. samples[0].Bytes.ContainsKey(name) ? Memory(samples, name) : []]);
        }

        report.Add($"{side}CpuMicrosecondsPerTask", processes);
        report.Add($"{side}AllocatedBytesPerTask", samples[0].Bytes.Keys.Select(name =>
            KeyValuePair.Create(name, samples.Select(sample => sample.Bytes[name]).Median())));
        report.Add($"{side}PeakMemoryBytes", samples[^1].PeakMemory);
    }

    private static string[] Memory(List<Sample> samples, string name) =>
    [
        Show.Count(samples.Select(sample => sample.Bytes[name]).Median()),
        Show.Count(samples.Select(sample => sample.PauseShare[name] * 100).Median()),
        Show.Megabytes(samples[^1].PeakMemory[name]),
    ];

    private static double Rate(Sample sample) => sample.TasksPerSecond;

    private static double AllCpu(Sample sample) => sample.Cpu.Values.Sum();

    private async Task<Sample> MeasureAsync(Side side, int ends, CancellationToken cancellationToken)
    {
        var processes = side.Processes.Select(process => KeyValuePair.Create(process.Name, process.Id)).ToList();
        var all = processes.Concat(servers).ToList();
        var before = all.ConvertAll(process => CpuClock.SecondsOf(process.Value));
        var garbageBefore = await GarbageAsync(side, cancellationToken);
        var seconds = await side.RunAsync(load.Roots, load.Children, load.InFlight, ends, cancellationToken);
        var cpu = all.Zip(before, (process, earlier) => KeyValuePair.Create(
            process.Key, (CpuClock.SecondsOf(process.Value) - earlier) * 1e6 / load.AllTasks));
        var garbage = (await GarbageAsync(side, cancellationToken)).ToDictionary(
            process => process.Key,
            process => (
                Bytes: process.Value.Bytes - garbageBefore[process.Key].Bytes,
                PauseSeconds: process.Value.PauseSeconds - garbageBefore[process.Key].PauseSeconds));
        return new Sample(
            load.AllTasks / seconds,
            cpu.ToDictionary(),
            garbage.ToDictionary(process => process.Key, process => process.Value.Bytes / load.AllTasks),
            garbage.ToDictionary(process => process.Key, process => process.Value.PauseSeconds / seconds),
            processes.ToDictionary(process => process.Key, process => (double)CpuClock.PeakMemoryOf(process.Value)));
    }

    private static async Task<Dictionary<string, (double Bytes, double PauseSeconds)>> GarbageAsync(
        Side side, CancellationToken cancellationToken)
    {
        var garbage = new Dictionary<string, (double Bytes, double PauseSeconds)>();
        foreach (var process in side.Processes)
        {
            garbage.Add(process.Name, await process.GarbageAsync(cancellationToken));
        }

        return garbage;
    }

    /// <param name="TasksPerSecond">How many came to their end.</param>
    /// <param name="Cpu">Microseconds a task, of each process.</param>
    /// <param name="Bytes">Allocated a task, by each process.</param>
    /// <param name="PauseShare">The share of the time that each process stood still to collect garbage.</param>
    /// <param name="PeakMemory">Bytes since the start, of each process.</param>
    private sealed record Sample(
        double TasksPerSecond,
        Dictionary<string, double> Cpu,
        Dictionary<string, double> Bytes,
        Dictionary<string, double> PauseShare,
        Dictionary<string, double> PeakMemory);
}
