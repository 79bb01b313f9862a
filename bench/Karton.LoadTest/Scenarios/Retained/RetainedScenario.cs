using System.CommandLine;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>A ledger that has been in use for long, beside an empty one.</summary>
internal sealed class RetainedScenario : IScenario
{
    private static readonly Option<int> Tasks = NewCount(
        "--tasks", 1_000_000, "How many ended tasks the full ledger has.");

    private static readonly Option<int> LoadTasks = NewCount(
        "--load-tasks", 20_000, "How many tasks a round are handed in to measure the throughput.");

    private static readonly Option<int> InFlight = NewCount("--in-flight", 64, "How many of them at once.");

    private static readonly Option<int> Reads = NewCount("--reads", 300, "How often each thing is read.");

    public string Name => "retained";

    public string Description => "Throughput and reading of a full ledger, beside an empty one.";

    public IReadOnlyList<Option> Options => [Tasks, LoadTasks, InFlight, Reads];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        var (load, inFlight, reads) = (settings.Get(LoadTasks), settings.Get(InFlight), settings.Get(Reads));
        await using var full = await RetainedSide.StartAsync(settings.Engine, cancellationToken);
        await full.FillAsync(settings.Get(Tasks), cancellationToken);
        await using var empty = await RetainedSide.StartAsync(settings.Engine, cancellationToken);
        RetainedSide[] sides = [empty, full];
        foreach (var side in sides)
        {
            await side.LoadAsync(load, inFlight, cancellationToken);
            await side.ReadAsync(reads / 10, cancellationToken);
            side.Clear();
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var side in round % 2 == 0 ? sides : sides.AsEnumerable().Reverse())
            {
                await side.LoadAsync(load, inFlight, cancellationToken);
                await side.ReadAsync(reads / settings.Rounds, cancellationToken);
            }
        }

        return ToReport(settings, empty, full);
    }

    private static Report ToReport(ScenarioSettings settings, RetainedSide empty, RetainedSide full)
    {
        var report = new Report();
        var ratio = full.Rates.Zip(empty.Rates, (one, other) => one / other).Median();
        report.AddTable(
                $"{Show.Count(settings.Get(LoadTasks))} tasks, 1 an analysis, {settings.Get(InFlight)} in flight, "
                + $"medians of {settings.Rounds}",
                "",
                "empty",
                $"{Show.Count(settings.Get(Tasks))} retained",
                "ratio")
            .Row("tasks/s", Show.Count(empty.Rates.Median()), Show.Count(full.Rates.Median()), Show.Ratio(ratio));
        report.Add("retainedTasks", settings.Get(Tasks));
        report.Add("tasksPerSecond", full.Rates.Median());
        report.Add("emptyTasksPerSecond", empty.Rates.Median());
        report.Add("ratio", ratio);
        var table = report.AddTable(
            $"reading, ms, {Show.Count(full.ReadTimes.Values.First().Count)} times, 100 tasks a page",
            "",
            "empty p50",
            "p95",
            "retained p50",
            "p95");
        foreach (var (what, times) in full.ReadTimes)
        {
            var beside = empty.ReadTimes[what];
            table.Row(
                what,
                [
                    .. new[] { beside, times }
                        .SelectMany(list => new[] { list.Percentile(0.5), list.Percentile(0.95) })
                        .Select(Show.Milliseconds),
                ]);
            report.Add($"{what}P50Ms", times.Percentile(0.5));
            report.Add($"{what}P95Ms", times.Percentile(0.95));
            report.Add($"{what}EmptyP95Ms", beside.Percentile(0.95));
        }

        return report;
    }

    private static Option<int> NewCount(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
