using System.CommandLine;
using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Bindings;

/// <summary>Tasks for one service beside few and beside many others.</summary>
internal sealed class BindingsScenario : IScenario
{
    // Each with a third of a round's tasks.
    private const int WarmUps = 3;

    private static readonly int[] Counts = [10, 100, 1_000];

    private static readonly Option<int> Tasks = new("--tasks")
    {
        Description = "How many tasks a round.",
        DefaultValueFactory = _ => 10_000,
    };

    private static readonly Option<int> InFlight = new("--in-flight")
    {
        Description = "How many tasks are published at once.",
        DefaultValueFactory = _ => 64,
    };

    public string Name => "bindings";

    public string Description => "Tasks a second that are published where there are 10, 100 and 1,000 services.";

    public IReadOnlyList<Option> Options => [Tasks, InFlight];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        int? broker = null;
        if (settings.Engine == Engine.Distributed)
        {
            Site.RequireServers();
            broker = Site.ServerProcesses().TryGetValue(Site.Broker, out var id) ? id : null;
        }

        var places = new List<BoundPlace>();
        try
        {
            foreach (var count in Counts)
            {
                places.Add(await BoundPlace.CreateAsync(settings.Engine, count, cancellationToken));
            }

            await MeasureAsync(places, broker, settings, cancellationToken);
            return ToReport(places, settings);
        }
        finally
        {
            foreach (var place in places)
            {
                await place.DisposeAsync();
            }
        }
    }

    private static async Task MeasureAsync(
        List<BoundPlace> places, int? broker, ScenarioSettings settings, CancellationToken cancellationToken)
    {
        var (tasks, inFlight) = (settings.Get(Tasks), settings.Get(InFlight));
        for (var time = 0; time < WarmUps; time++)
        {
            foreach (var place in places)
            {
                await place.WarmUpAsync((tasks + WarmUps - 1) / WarmUps, inFlight, cancellationToken);
            }
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            // Nobody is always the first.
            for (var turn = 0; turn < places.Count; turn++)
            {
                await places[(round + turn) % places.Count].MeasureAsync(tasks, inFlight, broker, cancellationToken);
            }
        }
    }

    private static Report ToReport(List<BoundPlace> places, ScenarioSettings settings)
    {
        var report = new Report();
        var table = report.AddTable(
            $"{Show.Count(settings.Get(Tasks))} tasks for one of so many services, {settings.Get(InFlight)} in flight, "
            + $"medians of {settings.Rounds}",
            "services",
            "tasks/s",
            $"of {Counts[0]}",
            "broker us/task");
        foreach (var place in places)
        {
            table.Row(
                Show.Count(place.Services),
                Show.Count(place.Rates.Median()),
                Show.Ratio(RatioOf(place)),
                double.IsNaN(place.BrokerCpu) ? "" : Show.Count(place.BrokerCpu));
        }

        report.Add("tasks", settings.Get(Tasks));
        report.Add("tasksPerSecond", Named(place => place.Rates.Median()));
        report.Add("ratios", Named(RatioOf));
        report.Add("ratio", RatioOf(places[^1]));
        report.Add("brokerCpuMicrosecondsPerTask", Named(place => place.BrokerCpu));
        return report;

        double RatioOf(BoundPlace place) => place.Rates.Zip(places[0].Rates, (own, fewest) => own / fewest).Median();

        IEnumerable<KeyValuePair<string, double>> Named(Func<BoundPlace, double> figure) => places.Select(
            place => KeyValuePair.Create(place.Services.ToString(CultureInfo.InvariantCulture), figure(place)));
    }
}
