using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Tests.Servers;
using Karton.Tracking;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Bench.Ledger;

/// <summary>Records whole analyses, without a bus, and prints how many tasks came to their end each second.</summary>
internal static class Recording
{
    private const int Recorders = 500;

    internal static async Task RunAsync(int tasks)
    {
        const int Small = 100;
        // Whatever is compiled and cached at first is not what is asked for.
        await OnBothAsync(analyses: 20, size: Small);
        Console.WriteLine($"{"",-30} {"SQLite",10} {"PostgreSQL",10} {"ratio",6}");
        await PrintAsync(analyses: 1, size: tasks);
        await PrintAsync(analyses: tasks / Small, size: Small);
    }

    private static async Task PrintAsync(int analyses, int size)
    {
        var (sqlite, postgreSql) = await OnBothAsync(analyses, size);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{$"{analyses} of {size}, tasks/s",-30} {sqlite,10:0} {postgreSql,10:0} {postgreSql / sqlite,6:0.00}"));
    }

    private static async Task<(double Sqlite, double PostgreSql)> OnBothAsync(int analyses, int size)
    {
        var folder = Directory.CreateTempSubdirectory("karton-bench-");
        await using var database = await PostgreSqlDatabase.CreateAsync();
        try
        {
            return (
                await MeasureAsync(new SqliteLedgerStore(Path.Combine(folder.FullName, "ledger.db")), analyses, size),
                await MeasureAsync(new PostgreSqlLedgerStore(Site.OptionsOf(database)), analyses, size));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(ILedgerStore store, int analyses, int size)
    {
        await using var opened = store;
        await store.OpenAsync(CancellationToken.None);
        var registry = new ServiceRegistry(NullLogger<ServiceRegistry>.Instance);
        using var signal = new OutboxSignal();
        await using var writer = new LedgerWriter(
            store,
            registry,
            signal,
            TimeProvider.System,
            Options.Create(new TrackingOptions { RecordTimeout = TimeSpan.FromMinutes(10) }),
            NullLogger<LedgerWriter>.Instance);
        writer.Start();
        var service = new ServiceRow
        {
            Identity = Trees.Identity,
            Filters = Encoding.UTF8.GetBytes(Trees.Filters),
            IsPersistent = true,
            SeenAt = TimeProvider.System.GetUtcNow(),
        };
        registry.Put(service);
        await writer.ChangeAsync(transaction => transaction.Services.SaveAsync(service), CancellationToken.None);
        var preparer = new EntryPreparer(registry);

        var began = Stopwatch.GetTimestamp();
        await RecordAsync(
            entry => writer.RecordAsync(preparer.Prepare(entry), CancellationToken.None), analyses, size);
        var elapsed = Stopwatch.GetElapsedTime(began);

        var open = await store.Queries.CountOpenAsync(CancellationToken.None);
        var drained = await store.Queries.ListDrainedAsync(CancellationToken.None);
        return open.Count == 0 && drained.Count == analyses
            ? analyses * (double)size / elapsed.TotalSeconds
            : throw new InvalidOperationException($"{drained.Count} of {analyses} analyses came to their end.");
    }

    // As services do: a task ends after the outcome that declared it has been recorded.
    private static async Task RecordAsync(Func<LedgerEntry, Task> record, int analyses, int size)
    {
        var ready = Channel.CreateUnbounded<(KartonTask Task, int Number)>();
        var left = analyses * size;
        var submitting = Parallel.ForAsync(0, analyses, async (_, _) =>
        {
            var root = Trees.Root();
            await record(new LedgerEntry { Submitted = new() { Task = root, Budget = new() { MaxTasks = size } } });
            ready.Writer.TryWrite((root, 0));
        });
        await Task.WhenAll(Enumerable.Range(0, Recorders).Select(_ => Task.Run(async () =>
        {
            await foreach (var (task, number) in ready.Reader.ReadAllAsync())
            {
                var children = Trees.ChildrenOf(task, number, size);
                await record(new LedgerEntry { Outcome = Trees.Outcome(task, [.. children.Select(one => one.Task)]) });
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
