using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Karton.Contracts;
using Karton.Contracts.Tracking;

namespace Karton.Benchmarks;

/// <summary>Whole analyses through the ledger as services report them: a task ends after the outcome that declared it
/// has been recorded. Times are of one task.</summary>
public class LedgerTreeBenchmarks
{
    private const int Tasks = 2_000;
    private const int Recorders = 500;

    private BenchLedger _ledger = null!;

    public static IEnumerable<string> Databases => BenchLedger.Databases;

    [ParamsSource(nameof(Databases))]
    public string Database { get; set; } = "";

    /// <summary>Tasks of an analysis.</summary>
    [Params(1, 100, Tasks)]
    public int Tree { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync() => _ledger = await BenchLedger.CreateAsync(Database);

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _ledger.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Tasks)]
    public async Task Record()
    {
        await using var writer = _ledger.MakeWriter();
        writer.Start();
        var ready = Channel.CreateUnbounded<(KartonTask Task, int Number)>();
        var left = Tasks;
        var everybody = new ParallelOptions { MaxDegreeOfParallelism = Recorders };
        var submitting = Parallel.ForAsync(0, Tasks / Tree, everybody, async (_, _) =>
        {
            var root = Trees.Root();
            await _ledger.RecordAsync(
                writer, new LedgerEntry { Submitted = new() { Task = root, Budget = new() { MaxTasks = Tree } } });
            ready.Writer.TryWrite((root, 0));
        });
        await Task.WhenAll(Enumerable.Range(0, Recorders).Select(_ => Task.Run(async () =>
        {
            await foreach (var (task, number) in ready.Reader.ReadAllAsync())
            {
                var children = Trees.ChildrenOf(task, number, Tree);
                await _ledger.RecordAsync(writer, Trees.End(task, [.. children.Select(one => one.Task)]));
                foreach (var child in children)
                {
                    ready.Writer.TryWrite(child);
                }

                if (Interlocked.Decrement(ref left) == 0)
                {
                    ready.Writer.Complete();
                }
            }
        })));
        await submitting;
    }
}
