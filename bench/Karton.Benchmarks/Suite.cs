using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Karton.Tests.Servers;
using Perfolizer.Horology;

namespace Karton.Benchmarks;

/// <summary>What is measured here, and how.</summary>
internal static class Suite
{
    // Short enough for all of them in five minutes.
    private static readonly TimeInterval Iteration = TimeInterval.FromMilliseconds(150);

    /// <summary>The benchmarks that can be run: those of PostgreSQL where there is one.</summary>
    internal static Type[] Types()
    {
        Type[] everywhere =
        [
            typeof(FilterBenchmarks),
            typeof(RoutingBenchmarks),
            typeof(EnvelopeBenchmarks),
            typeof(HashingBenchmarks),
            typeof(LedgerBatchBenchmarks),
            typeof(LedgerTreeBenchmarks),
        ];
        return TestServers.AreUp ? [.. everywhere, typeof(TaskInsertBenchmarks)] : everywhere;
    }

    /// <summary>In this process: otherwise each would be built and started anew, which takes longer than to measure
    /// it.</summary>
    internal static IConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(5)
            .WithIterationTime(Iteration))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
}
