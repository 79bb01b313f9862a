using System.CommandLine;
using Karton.LoadTest.Roles;
using Karton.LoadTest.Scenarios.Cold;
using Karton.LoadTest.Scenarios.Latency;
using Karton.LoadTest.Scenarios.Pipeline;
using Karton.LoadTest.Scenarios.Store;
using Karton.LoadTest.Scenarios.Throughput;

namespace Karton.LoadTest;

/// <summary>The command line: one command a scenario, and one, hidden, for the processes that a scenario
/// starts.</summary>
internal static class LoadTestCommandLine
{
    private static readonly IScenario[] Scenarios =
    [
        new ThroughputScenario(),
        new LatencyScenario(),
        new PipelineScenario(),
        new StoreScenario(),
        new ColdScenario(),
    ];

    private static readonly Option<Engine> EngineOption = new("--engine")
    {
        Description = "Where it runs.",
        DefaultValueFactory = _ => Engine.Distributed,
        Recursive = true,
    };

    private static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print one line of JSON with all figures on standard output, and the table on standard error.",
        Recursive = true,
    };

    private static readonly Option<int> RoundsOption = new("--rounds")
    {
        Description = "How often each side is measured; what is told are medians.",
        DefaultValueFactory = _ => 5,
        Recursive = true,
    };

    internal static Task<int> RunAsync(string[] arguments)
    {
        RoundsOption.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--rounds must be at least 1.");
            }
        });
        var root = new RootCommand("Measures Karton as a whole, on real servers.")
        {
            EngineOption,
            JsonOption,
            RoundsOption,
        };
        foreach (var scenario in Scenarios)
        {
            root.Add(CommandOf(scenario));
        }

        root.Add(RoleHost.Command());
        return root.Parse(arguments).InvokeAsync();
    }

    private static Command CommandOf(IScenario scenario)
    {
        var command = new Command(scenario.Name, scenario.Description);
        foreach (var option in scenario.Options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => MeasureAsync(scenario, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> MeasureAsync(
        IScenario scenario, ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = new ScenarioSettings(
            parsed.GetRequiredValue(EngineOption), parsed.GetRequiredValue(RoundsOption), parsed);
        try
        {
            var report = await scenario.RunAsync(settings, cancellationToken);
            var json = parsed.GetValue(JsonOption);
            await (json ? Console.Error : Console.Out).WriteLineAsync(report.ToTable());
            if (json)
            {
                await Console.Out.WriteLineAsync(report.ToJson(scenario.Name, settings.Engine));
            }

            return 0;
        }
        catch (LoadTestException e)
        {
            await Console.Error.WriteLineAsync($"{scenario.Name}: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
    }
}
