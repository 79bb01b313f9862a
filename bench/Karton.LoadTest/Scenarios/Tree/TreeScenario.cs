using System.CommandLine;
using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Tree;

/// <summary>One analysis at a time, of sizes that lie far apart.</summary>
internal sealed class TreeScenario : IScenario
{
    // Small trees are measured several in a row, so that each sample is of about as many tasks as this.
    private const int SampleTasks = 10_000;

    private const int WarmUps = 10;

    private static readonly Option<int[]> Sizes = NewSizes();

    private static readonly Option<int> Fan = NewFan();

    public string Name => "tree";

    public string Description =>
        "How the time of a task grows with the size of its analysis, and how far the ledger lags.";

    public IReadOnlyList<Option> Options => [Sizes, Fan];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        var (sizes, fan) = (settings.Get(Sizes).Distinct().Order().ToList(), settings.Get(Fan));
        await using var site = settings.Engine == Engine.Distributed ? await Site.CreateAsync() : null;
        await using var side = await Side.StartKartonAsync(site, cancellationToken);
        for (var time = 0; time < WarmUps; time++)
        {
            await side.RunTreeAsync(sizes[0], fan, cancellationToken);
        }

        var samples = new List<Sample>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var size in round % 2 == 0 ? sizes : sizes.AsEnumerable().Reverse())
            {
                samples.Add(await MeasureAsync(side, size, fan, cancellationToken));
            }
        }

        return ToReport(samples.ToLookup(sample => sample.Size), sizes, fan, settings.Rounds);
    }

    private static async Task<Sample> MeasureAsync(Side side, int size, int fan, CancellationToken cancellationToken)
    {
        var trees = Math.Max(1, SampleTasks / size);
        var times = new List<Side.TreeTimes>(trees);
        for (var tree = 0; tree < trees; tree++)
        {
            times.Add(await side.RunTreeAsync(size, fan, cancellationToken));
        }

        return new Sample(
            size,
            times.Sum(time => time.All) * 1e6 / (size * trees),
            times.Select(time => time.Lag * 1e3).Median(),
            side.Processes.ToDictionary(
                process => process.Name, process => (double)CpuClock.PeakMemoryOf(process.Id)));
    }

    private static Report ToReport(ILookup<int, Sample> samples, List<int> sizes, int fan, int rounds)
    {
        var report = new Report();
        var table = report.AddTable(
            $"trees of one analysis each, at most {fan} children a task, medians of {rounds}",
            "tasks",
            "us/task",
            $"of {Show.Count(sizes[0])}",
            "lag ms");
        var smallest = Time(samples[sizes[0]]);
        foreach (var size in sizes)
        {
            var (time, lag) = (Time(samples[size]), samples[size].Select(sample => sample.LagMilliseconds).Median());
            table.Row(Show.Count(size), Show.Count(time), Show.Ratio(time / smallest), Show.Milliseconds(lag));
        }

        AddFigures(report, "microsecondsPerTask", sizes, size => Time(samples[size]));
        AddFigures(report, "lagMs", sizes, size => samples[size].Select(sample => sample.LagMilliseconds).Median());
        report.Add("ratio", Time(samples[sizes[^1]]) / smallest);
        AddMemory(report, samples, sizes);
        return report;
    }

    // Of the first round alone, which begins with the small ones: a process does not give back what it once had.
    private static void AddMemory(Report report, ILookup<int, Sample> samples, List<int> sizes)
    {
        var table = report.AddTable(
            "peak MB up to the first of each size", ["", .. sizes.Select(size => Show.Count(size))]);
        var processes = samples[sizes[0]].First().PeakMemory.Keys;
        foreach (var process in processes)
        {
            table.Row(
                process,
                [.. sizes.Select(size => Show.Megabytes(samples[size].First().PeakMemory[process]))]);
        }

        report.Add("peakMemoryBytes", samples[sizes[^1]].Last().PeakMemory);
    }

    private static void AddFigures(Report report, string name, List<int> sizes, Func<int, double> value) => report.Add(
        name,
        sizes.Select(size => KeyValuePair.Create(size.ToString(CultureInfo.InvariantCulture), value(size))));

    private static double Time(IEnumerable<Sample> samples) => samples.Select(sample => sample.Microseconds).Median();

    private static Option<int[]> NewSizes()
    {
        var option = new Option<int[]>("--sizes")
        {
            Description = "How many tasks the trees have.",
            DefaultValueFactory = _ => [1_000, 10_000, 100_000],
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is not { Length: > 0 } sizes || sizes.Any(size => size < 1))
            {
                result.AddError("--sizes must be numbers of at least 1.");
            }
        });
        return option;
    }

    private static Option<int> NewFan()
    {
        var option = new Option<int>("--fan")
        {
            Description = "The most children that a task has.",
            DefaultValueFactory = _ => 10,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--fan must be at least 1.");
            }
        });
        return option;
    }

    /// <param name="Size">How many tasks a tree had.</param>
    /// <param name="Microseconds">From the hand-in to the end, by task.</param>
    /// <param name="LagMilliseconds">From when the last consumer was called to the end.</param>
    /// <param name="PeakMemory">Bytes since the start, of each process.</param>
    private sealed record Sample(
        int Size, double Microseconds, double LagMilliseconds, Dictionary<string, double> PeakMemory);
}
