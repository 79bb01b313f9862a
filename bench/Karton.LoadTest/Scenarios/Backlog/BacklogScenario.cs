using System.CommandLine;
using System.Diagnostics;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;
using Karton.Tracking.Reading;

namespace Karton.LoadTest.Scenarios.Backlog;

/// <summary>Tasks that wait for a service that is not there, and then is.</summary>
internal sealed class BacklogScenario : IScenario
{
    private const int WarmUps = 2;

    private static readonly Option<int> Tasks = NewCount("--tasks", 200_000, "How many tasks wait.");

    private static readonly Option<int> LoadTasks = NewCount(
        "--load-tasks", 20_000, "How many tasks a round are handed in to measure the throughput beside it.");

    private static readonly Option<int> InFlight = NewCount("--in-flight", 64, "How many are handed in at once.");

    public string Name => "backlog";

    public string Description => "Tasks that wait while no service is online, and how fast they are worked off then.";

    public IReadOnlyList<Option> Options => [Tasks, LoadTasks, InFlight];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Engine == Engine.Embedded)
        {
            throw new LoadTestException(
                "In the embedded engine nothing is handed in while the services are away: they are one process. "
                + "Use --engine distributed.");
        }

        await using var site = await Site.CreateAsync();
        await using var side = await Side.StartKartonAsync(site, cancellationToken);
        await using var ledger = await LedgerReader.OpenAsync(site.LedgerOptions, cancellationToken);
        var (tasks, load, inFlight) = (settings.Get(Tasks), settings.Get(LoadTasks), settings.Get(InFlight));
        var rates = new List<double>();
        for (var round = -WarmUps; round < settings.Rounds; round++)
        {
            var rate = load / await side.RunAsync(load, 0, inFlight, load, cancellationToken);
            if (round >= 0)
            {
                rates.Add(rate);
            }
        }

        await side.StopServiceAsync();
        var filling = new LedgerWatch(ledger);
        var publishing = await filling.ReadDuringAsync(
            side.PublishAsync(tasks, inFlight, cancellationToken), cancellationToken);
        await CatchUpAsync(ledger, tasks, cancellationToken);

        // The start of its process counts: from there on it is the operator's wait.
        var draining = new LedgerWatch(ledger);
        var began = Stopwatch.GetTimestamp();
        await side.StartServiceAsync(site, cancellationToken);
        var ended = await draining.ReadDuringAsync(side.AwaitEndAsync(cancellationToken), cancellationToken);
        var result = new BacklogResult(
            tasks,
            rates.Median(),
            tasks / publishing,
            tasks / Stopwatch.GetElapsedTime(began, ended).TotalSeconds,
            side.Processes.ToDictionary(
                process => process.Name, process => (double)CpuClock.PeakMemoryOf(process.Id)));
        return result.ToReport(filling, draining);
    }

    // The ledger takes what was handed in a little later than the broker does.
    private static async Task CatchUpAsync(LedgerReader ledger, int tasks, CancellationToken cancellationToken)
    {
        while ((await ledger.Services.ListAsync(cancellationToken)).Sum(service => service.Open) < tasks)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
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
