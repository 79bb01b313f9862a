using BenchmarkDotNet.Attributes;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.LoadTest.Filters;

namespace Karton.Benchmarks;

/// <summary>The filters of one service after the other; times are of one.</summary>
public class FilterBenchmarks
{
    private const int Count = 1_000;

    private readonly DataMap _headers = ServiceFilters.Headers;
    private readonly string[] _rules = [.. ServiceFilters.All().Take(Count).Select(filter => filter.Rules)];
    private readonly TaskFilter[] _filters;

    public FilterBenchmarks() => _filters = [.. _rules.Select(TaskFilter.Parse)];

    [Benchmark(OperationsPerInvoke = Count)]
    public int Match() => _filters.Count(filter => filter.Matches(_headers));

    [Benchmark(OperationsPerInvoke = Count)]
    public int Explain() => _filters.Count(filter => filter.Explain(_headers).Matches);

    [Benchmark(OperationsPerInvoke = Count)]
    public int Compile() => _rules.Sum(rules => TaskFilter.Parse(rules).BindingKeys.Count);
}
