using BenchmarkDotNet.Attributes;
using Karton.Contracts.Tracking;

namespace Karton.Benchmarks;

/// <summary>One transaction of the ledger with so many entries, from the first call to the end of the commit.</summary>
public class LedgerBatchBenchmarks
{
    private BenchLedger _ledger = null!;

    public static IEnumerable<string> Databases => BenchLedger.Databases;

    [ParamsSource(nameof(Databases))]
    public string Database { get; set; } = "";

    /// <summary>Entries: each analysis of one task has two, its submission and its end.</summary>
    [Params(1, 50, 500)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync() => _ledger = await BenchLedger.CreateAsync(Database);

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _ledger.DisposeAsync();

    [Benchmark]
    public async Task Commit()
    {
        await using var writer = _ledger.MakeWriter();
        var recorded = new List<Task>(Entries);
        while (recorded.Count < Entries)
        {
            var root = Trees.Root();
            recorded.Add(_ledger.RecordAsync(writer, new LedgerEntry { Submitted = new() { Task = root } }));
            if (recorded.Count < Entries)
            {
                recorded.Add(_ledger.RecordAsync(writer, Trees.End(root, [])));
            }
        }

        writer.Start();
        await Task.WhenAll(recorded);
    }
}
