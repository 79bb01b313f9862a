using System.CommandLine;
using Karton.Contracts.Filters;
using Karton.LoadTest.Filters;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Scenarios.Match;

/// <summary>The headers of one task against the filters of many services, in this process.</summary>
internal sealed class MatchScenario : IScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(100);

    private static readonly Option<int> Filters = new("--filters")
    {
        Description = "How many filters.",
        DefaultValueFactory = _ => 1_000,
    };

    private static readonly Option<int> Calls = new("--calls")
    {
        Description = "How often a filter of each group is asked in a round.",
        DefaultValueFactory = _ => 1_000_000,
    };

    public string Name => "match";

    public string Description => "Nanoseconds and bytes to match one task against one of many filters; no servers.";

    public IReadOnlyList<Option> Options => [Filters, Calls];

    public Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        var headers = ServiceFilters.Headers;
        var filters = ServiceFilters.All().Take(settings.Get(Filters))
            .Select(filter => (filter.Shape, Filter: TaskFilter.Parse(filter.Rules)))
            .ToLookup(filter => filter.Filter.Matches(headers));
        var others = new MatchGroup("not matching", [.. filters[false].Select(filter => filter.Filter)]);
        var matching = new MatchGroup("matching", [.. filters[true].Select(filter => filter.Filter)]);
        var shapes = filters[false].GroupBy(filter => filter.Shape, filter => filter.Filter)
            .Select(shape => new MatchGroup(shape.Key, [.. shape]))
            .ToList();
        MatchGroup[] groups = [.. new[] { others, matching }.Where(group => group.Count > 0), .. shapes];
        foreach (var group in groups)
        {
            group.WarmUp(headers, WarmUp);
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var group in groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                group.Measure(headers, settings.Get(Calls));
            }
        }

        return Task.FromResult(ToReport(groups, shapes, settings));
    }

    private static Report ToReport(MatchGroup[] groups, List<MatchGroup> shapes, ScenarioSettings settings)
    {
        var report = new Report();
        var table = report.AddTable(
            $"one task, {Show.Count(settings.Get(Filters))} filters, medians of {settings.Rounds}; by what is in those "
            + "that do not match",
            "",
            "filters",
            "ns/filter",
            "bytes/filter");
        foreach (var group in groups)
        {
            table.Row(group.Name, Show.Count(group.Count), Show.Count(group.Nanoseconds), Show.Count(group.Bytes));
        }

        report.Add("filters", settings.Get(Filters));
        foreach (var group in groups.Except(shapes))
        {
            var name = group.Name == "matching" ? "matching" : "nonMatching";
            report.Add($"{name}Filters", group.Count);
            report.Add($"{name}NanosecondsPerFilter", group.Nanoseconds);
            report.Add($"{name}BytesPerFilter", group.Bytes);
        }

        report.Add("nonMatchingNanosecondsByShape", shapes.Select(
            shape => KeyValuePair.Create(shape.Name, shape.Nanoseconds)));
        return report;
    }
}
