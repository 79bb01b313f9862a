using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Karton.LoadTest.Roles;
using Karton.LoadTest.Scenarios.Backlog;
using Karton.LoadTest.Scenarios.Bindings;
using Karton.LoadTest.Scenarios.Cold;
using Karton.LoadTest.Scenarios.Latency;
using Karton.LoadTest.Scenarios.Match;
using Karton.LoadTest.Scenarios.Pipeline;
using Karton.LoadTest.Scenarios.Retained;
using Karton.LoadTest.Scenarios.Store;
using Karton.LoadTest.Scenarios.Throughput;
using Karton.LoadTest.Scenarios.Tree;

namespace Karton.LoadTest;

/// <summary>The command line: one command a scenario, and one, hidden, for the processes that a scenario
/// starts.</summary>
internal static class LoadTestCommandLine
{
    // A thousand queues take their time to be deleted when somebody interrupts.
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromMinutes(1);

    private static readonly IScenario[] Scenarios =
    [
        new ThroughputScenario(),
        new LatencyScenario(),
        new BacklogScenario(),
        new BindingsScenario(),
        new ColdScenario(),
        new MatchScenario(),
        new PipelineScenario(),
        new RetainedScenario(),
        new StoreScenario(),
        new TreeScenario(),
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

    internal static async Task<int> RunAsync(string[] arguments)
    {
        RoundsOption.Validators.Add(result => RequireCount(RoundsOption, result));
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
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            await Console.Error.WriteLineAsync($"{OneLine(parsed.Errors[^1].Message)} See --help.");
            return 1;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = CleanUpTimeout });
    }

    private static void RequireCount(Option<int> option, OptionResult result)
    {
        // What is no number at all has its own message.
        if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count < 1)
        {
            result.AddError($"{option.Name} must be at least 1.");
        }
    }

    private static string OneLine(string text) => string.Join(
        ' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Command CommandOf(IScenario scenario)
    {
        var command = new Command(scenario.Name, scenario.Description);
        foreach (var option in scenario.Options)
        {
            if (option is Option<int> count)
            {
                count.Validators.Add(result => RequireCount(count, result));
            }

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
