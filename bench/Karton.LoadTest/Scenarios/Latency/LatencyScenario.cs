using System.CommandLine;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Latency;

/// <summary>One task at a time, beside the bare twin.</summary>
internal sealed class LatencyScenario : IScenario
{
    private const int WarmUps = 200;

    private static readonly Option<int> Tasks = new("--tasks")
    {
        Description = "How many tasks a round.",
        DefaultValueFactory = _ => 300,
    };

    public string Name => "latency";

    public string Description =>
        "Milliseconds from publishing one task to its consumer and to the end of its analysis.";

    public IReadOnlyList<Option> Options => [Tasks];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        await using var site = settings.Engine == Engine.Distributed ? await Site.CreateAsync() : null;
        await using var karton = await Side.StartKartonAsync(site, cancellationToken);
        await using var bare = await Side.StartBareAsync(site, cancellationToken);
        await RunAsync(karton, WarmUps, cancellationToken);
        await RunAsync(bare, WarmUps, cancellationToken);
        var (times, bareTimes) = (new List<Side.Times>(), new List<Side.Times>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            times.AddRange(await RunAsync(karton, settings.Get(Tasks), cancellationToken));
            bareTimes.AddRange(await RunAsync(bare, settings.Get(Tasks), cancellationToken));
        }

        var report = new Report();
        var table = report.AddTable(
            $"one task at a time, ms, {Show.Count(times.Count)} on each side", "", "p50", "p95", "p99");
        var bareP = Add(report, table, "barePublishToConsumed", bareTimes.Select(time => time.PublishToConsumed));
        var own = Add(report, table, "publishToConsumed", times.Select(time => time.PublishToConsumed));
        Add(report, table, "submitToConsumed", times.Select(time => time.SubmitToConsumed));
        Add(report, table, "submitToCompleted", times.Select(time => time.SubmitToCompleted));
        table.Row("publishToConsumed of bare", [.. own.Zip(bareP, (one, other) => Show.Ratio(one / other))]);
        report.Add("publishToConsumedRatioP50", own[0] / bareP[0]);
        report.Add("publishToConsumedRatioP99", own[2] / bareP[2]);
        return report;
    }

    private static async Task<List<Side.Times>> RunAsync(Side side, int tasks, CancellationToken cancellationToken)
    {
        var times = new List<Side.Times>(tasks);
        for (var task = 0; task < tasks; task++)
        {
            times.Add(await side.RunOneAsync(cancellationToken));
        }

        return times;
    }

    private static double[] Add(Report report, Table table, string name, IEnumerable<double> milliseconds)
    {
        var values = milliseconds.ToArray();
        double[] shown = [values.Percentile(0.5), values.Percentile(0.95), values.Percentile(0.99)];
        table.Row(name, [.. shown.Select(Show.Milliseconds)]);
        report.Add($"{name}P50Ms", shown[0]);
        report.Add($"{name}P95Ms", shown[1]);
        report.Add($"{name}P99Ms", shown[2]);
        return shown;
    }
}
