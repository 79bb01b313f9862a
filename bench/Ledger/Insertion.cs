using System.Diagnostics;
using System.Globalization;
using Karton.Tests.Servers;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.PostgreSql;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Karton.Bench.Ledger;

/// <summary>Inserts the same tasks as the ledger does and by COPY, in turn, a transaction for each batch.</summary>
internal static class Insertion
{
    private const int Body = 400;
    private const string Copy =
        "COPY tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + "FROM STDIN (FORMAT BINARY)";

    internal static async Task RunAsync(int rows)
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var store = new PostgreSqlLedgerStore(Site.OptionsOf(database));
        await store.OpenAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        Console.WriteLine($"{"rows/s",-12} {"arrays",10} {"COPY",10} {"times",6}");
        foreach (var size in (int[])[1, 10, 100, 500])
        {
            var (arrays, copy) = (TimeSpan.Zero, TimeSpan.Zero);
            var batches = Math.Clamp(rows / size / 2, 20, 2000);
            for (var batch = 0; batch < batches; batch++)
            {
                var (one, other) = (Rows(size), Rows(size));
                var began = Stopwatch.GetTimestamp();
                await AddAsync(store, one);
                var between = Stopwatch.GetTimestamp();
                await CopyAsync(connection, other);
                // The first ones compile.
                if (batch > batches / 10)
                {
                    arrays += Stopwatch.GetElapsedTime(began, between);
                    copy += Stopwatch.GetElapsedTime(between);
                }
            }

            var counted = (batches - (batches / 10) - 1) * (double)size;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{size} a batch",-12} {counted / arrays.TotalSeconds,10:0} {counted / copy.TotalSeconds,10:0} "
                + $"{copy / arrays,6:0.00}"));
        }
    }

    private static async Task AddAsync(PostgreSqlLedgerStore store, IReadOnlyList<TaskRow> rows)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        await transaction.Tasks.AddAsync(rows);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<TaskRow> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(Copy))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.AnalysisId, NpgsqlDbType.Uuid);
                await copy.WriteAsync(row.TaskId, NpgsqlDbType.Uuid);
                await copy.WriteNullAsync();
                await copy.WriteAsync(row.Origin!, NpgsqlDbType.Text);
                await copy.WriteAsync(row.Generation, NpgsqlDbType.Integer);
                await copy.WriteAsync(row.Ordinal, NpgsqlDbType.Bigint);
                await copy.WriteNullAsync();
                await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    private static List<TaskRow> Rows(int count)
    {
        var analysisId = NewId.NextGuid();
        return
        [
            .. Enumerable.Range(0, count).Select(i => new TaskRow
            {
                AnalysisId = analysisId,
                TaskId = NewId.NextGuid(),
                Origin = Trees.Identity,
                Ordinal = i,
                Body = new byte[Body],
            }),
        ];
    }
}
