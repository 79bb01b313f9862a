using BenchmarkDotNet.Attributes;
using Karton.Tests.Servers;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.PostgreSql;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Karton.Benchmarks;

/// <summary>Tasks into PostgreSQL as the ledger does it, by arrays, and by COPY: a transaction each.</summary>
public class TaskInsertBenchmarks : IAsyncDisposable
{
    private const int BodyBytes = 400;
    private const string CopyCommand =
        "COPY tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + "FROM STDIN (FORMAT BINARY)";

    private readonly byte[] _body = new byte[BodyBytes];
    private PostgreSqlDatabase _database = null!;
    private PostgreSqlLedgerStore _store = null!;
    private NpgsqlConnection _connection = null!;

    [Params(1, 50, 500)]
    public int Rows { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _database = await PostgreSqlDatabase.CreateAsync();
        _store = new PostgreSqlLedgerStore(BenchLedger.OptionsOf(_database));
        await _store.OpenAsync(CancellationToken.None);
        _connection = new NpgsqlConnection(_database.ConnectionString);
        await _connection.OpenAsync();
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task Arrays()
    {
        await using var transaction = await _store.BeginAsync(CancellationToken.None);
        await transaction.Tasks.AddAsync(MakeRows());
        await transaction.CommitAsync(CancellationToken.None);
    }

    [Benchmark]
    public async Task Copy()
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using (var copy = await _connection.BeginBinaryImportAsync(CopyCommand))
        {
            foreach (var row in MakeRows())
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

    private List<TaskRow> MakeRows()
    {
        var analysisId = NewId.NextGuid();
        return
        [
            .. Enumerable.Range(0, Rows).Select(ordinal => new TaskRow
            {
                AnalysisId = analysisId,
                TaskId = NewId.NextGuid(),
                Origin = Trees.Identity,
                Ordinal = ordinal,
                Body = _body,
            }),
        ];
    }
}
