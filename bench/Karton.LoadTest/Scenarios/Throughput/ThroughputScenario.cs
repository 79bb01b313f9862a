using System.CommandLine;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Throughput;

/// <summary>Root tasks to one service that ends at once, beside the bare twin.</summary>
internal sealed class ThroughputScenario : IScenario
{
    private static readonly Option<int> Tasks = new("--tasks")
    {
        Description = "How many tasks a round.",
        DefaultValueFactory = _ => 20_000,
    };

    private static readonly Option<int> Tree = new("--tree")
    {
        Description = "How many tasks an analysis has: a root alone, or a root and its children.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> InFlight = new("--in-flight")
    {
        Description = "How many root tasks are handed in at once.",
        DefaultValueFactory = _ => 64,
    };

    public string Name => "throughput";

    public string Description =>
        "Tasks a second to one service that ends at once, all tracked, beside MassTransit alone.";

    public IReadOnlyList<Option> Options => [Tasks, Tree, InFlight];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        await using var site = settings.Engine == Engine.Distributed ? await Site.CreateAsync() : null;
        await using var karton = await Side.StartKartonAsync(site, cancellationToken);
        await using var bare = await Side.StartBareAsync(site, cancellationToken);
        var load = new Load(settings.Get(Tasks), settings.Get(Tree), settings.Get(InFlight));
        var servers = site is null ? new Dictionary<string, int>() : Site.ServerProcesses();
        var rounds = new Rounds(load, karton, bare, servers);

        // Whatever is compiled, opened and cached at first is not what is asked for.
        await rounds.WarmUpAsync(cancellationToken);
        for (var round = 0; round < settings.Rounds; round++)
        {
            await rounds.RunAsync(kartonFirst: round % 2 == 0, cancellationToken);
        }

        return rounds.ToReport();
    }
}
