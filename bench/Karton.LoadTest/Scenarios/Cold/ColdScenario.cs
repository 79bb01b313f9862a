using System.CommandLine;
using System.Diagnostics;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;
using Karton.LoadTest.Scenarios.Pipeline;
using Karton.Tests.Processes;
using Report = Karton.LoadTest.Reporting.Report;

namespace Karton.LoadTest.Scenarios.Cold;

/// <summary>The program from its start to its first finished analysis, and parts of the distributed engine from their
/// start to when they are up. Cold is the process; the files of the program are in the system's memory.</summary>
internal sealed class ColdScenario : IScenario
{
    private const int SampleSize = 1024;

    private static readonly string[] Parts = ["tracking", "classifier", "unpacker"];

    public string Name => "cold";

    public string Description => "Seconds from the start of 'karton analyze FILE' to its end; parts until they are up.";

    public IReadOnlyList<Option> Options => [];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        using var folder = new SampleFolder();
        folder.Fill(1, SampleSize, cancellationToken);
        var sample = Directory.GetFiles(folder.Path).Single();
        var marks = Path.Combine(folder.Path, "marks");
        await using var site = settings.Engine == Engine.Distributed ? await NewRunAsync() : null;

        // The first of each brings the files of the program into memory.
        await AnalyzeAsync(sample, marks, cancellationToken);
        var analyses = new List<Dictionary<string, double>>();
        var parts = new List<Dictionary<string, double>>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            analyses.Add(await AnalyzeAsync(sample, marks, cancellationToken));
            if (site is not null)
            {
                parts.Add(await StartPartsAsync(site, cancellationToken));
            }
        }

        return ToReport(analyses, parts);
    }

    private static async Task<DistributedRun> NewRunAsync()
    {
        Site.RequireServers();
        return await DistributedRun.CreateAsync();
    }

    private static async Task<Dictionary<string, double>> AnalyzeAsync(
        string sample, string marks, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(ColdScenario).Assembly.Location,
            [PhaseMarks.Variable] = marks,
            ["XDG_CONFIG_HOME"] = "/nonexistent",
            ["KARTON_CONFIG"] = "",
        };
        var began = Stopwatch.GetTimestamp();
        await using var run = KartonRun.Start(environment, "analyze", sample);
        var result = await run.WaitAsync(cancellationToken);
        var ended = Stopwatch.GetTimestamp();
        if (result.ExitCode != 0)
        {
            throw new LoadTestException($"'karton analyze' ended with {result.ExitCode}: {result.Error}");
        }

        var reached = PhaseMarks.Read(marks);
        var phases = new Dictionary<string, double>();
        var last = began;
        foreach (var phase in Enum.GetValues<Phase>())
        {
            phases.Add(NameOf(phase), Stopwatch.GetElapsedTime(last, reached[phase]).TotalMilliseconds);
            last = reached[phase];
        }

        phases.Add("exit", Stopwatch.GetElapsedTime(last, ended).TotalMilliseconds);
        return phases;
    }

    private static async Task<Dictionary<string, double>> StartPartsAsync(
        DistributedRun site, CancellationToken cancellationToken)
    {
        var times = new Dictionary<string, double>();
        foreach (var part in Parts)
        {
            var began = Stopwatch.GetTimestamp();
            await using var run = await site.StartPartAsync(part, cancellationToken);
            times.Add(part, Stopwatch.GetElapsedTime(began).TotalSeconds);
            await run.StopAsync(cancellationToken);
        }

        return times;
    }

    private static Report ToReport(
        List<Dictionary<string, double>> analyses, List<Dictionary<string, double>> parts)
    {
        var report = new Report();
        var seconds = analyses.Select(phases => phases.Values.Sum() / 1e3).Median();
        var medians = Medians(analyses);
        var table = report.AddTable($"karton analyze FILE, medians of {analyses.Count}", "phase until", "ms");
        foreach (var (name, milliseconds) in medians)
        {
            table.Row(name, Show.Count(milliseconds));
        }

        table.Row("all", Show.Count(seconds * 1e3));
        report.Add("seconds", seconds);
        report.Add("phasesMs", medians);
        if (parts.Count > 0)
        {
            var up = Medians(parts);
            var partTable = report.AddTable("karton run PART, until it is up", "part", "s");
            foreach (var (name, value) in up)
            {
                partTable.Row(name, Show.Ratio(value));
            }

            report.Add("runUntilUpSeconds", up);
        }

        return report;
    }

    private static Dictionary<string, double> Medians(List<Dictionary<string, double>> rounds) =>
        rounds[0].Keys.ToDictionary(name => name, name => rounds.Select(round => round[name]).Median());

    private static string NameOf(Phase phase) => phase switch
    {
        Phase.Main => "main",
        Phase.Built => "hostBuilt",
        Phase.Started => "engineStarted",
        Phase.SampleIn => "sampleIn",
        Phase.Consuming => "firstConsumer",
        Phase.Completed => "completed",
        _ => throw new UnreachableException(),
    };
}
