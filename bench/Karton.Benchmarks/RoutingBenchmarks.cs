using BenchmarkDotNet.Attributes;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.LoadTest.Filters;

namespace Karton.Benchmarks;

/// <summary>What is done for the broker: a key for each task, bindings for each service.</summary>
public class RoutingBenchmarks
{
    private const int Count = 1_000;

    private readonly KartonTask _task = new() { Headers = ServiceFilters.Headers };
    private readonly KartonTask _persistent = new()
    {
        Headers = ServiceFilters.Headers,
        PersistentHeaders = new DataMap { ["quality"] = "low" },
    };

    private readonly IReadOnlyList<DataMap>[] _rules =
    [
        .. ServiceFilters.All().Take(Count).Select(filter => DataValue.Parse(filter.Rules).AsList()!
            .Select(rule => rule.AsMap()!).ToArray()),
    ];

    [Benchmark]
    public string KeyOfATask() => RoutingKey.For(_task.EffectiveHeaders);

    [Benchmark]
    public string KeyOfATaskWithPersistentHeaders() => RoutingKey.For(_persistent.EffectiveHeaders);

    [Benchmark(OperationsPerInvoke = Count)]
    public int BindingsOfAService() => _rules.Sum(rules => TopicBindings.For(rules).Count);
}
