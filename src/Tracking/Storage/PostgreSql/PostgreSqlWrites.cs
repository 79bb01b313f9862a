using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Statements that wait to be sent together: a round trip costs more than most of them.</summary>
internal sealed class PostgreSqlWrites(NpgsqlConnection connection)
{
    private NpgsqlBatch _batch = connection.CreateBatch();
    private List<Func<NpgsqlDataReader, Task>> _reads = [];

    /// <summary>Adds a statement that returns no rows.</summary>
    internal PostgreSqlParameters Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        _batch.BatchCommands.Add(command);
        return new PostgreSqlParameters(command.Parameters);
    }

    /// <summary>Adds a statement that returns rows which nobody wants.</summary>
    internal PostgreSqlParameters AddCall(string sql)
    {
        _reads.Add(_ => Task.CompletedTask);
        return Add(sql);
    }

    /// <summary>Adds a query. Its rows are there once <see cref="ReadAsync"/> has returned.</summary>
    internal List<T> AddQuery<T>(string sql, Action<PostgreSqlParameters> bind, Func<NpgsqlDataReader, T> read)
    {
        bind(Add(sql));
        var rows = new List<T>();
        _reads.Add(async reader =>
        {
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }
        });
        return rows;
    }

    /// <summary>Sends what waits in one go, and reads what its queries return.</summary>
    internal async ValueTask ReadAsync()
    {
        var reads = _reads;
        await using var batch = Take();
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var read in reads)
        {
            await read(reader);
            await reader.NextResultAsync();
        }
    }

    /// <summary>Sends what waits and a query in one go; reads what the query returns.</summary>
    internal async ValueTask<List<T>> QueryAsync<T>(
        string sql, Action<PostgreSqlParameters> bind, Func<NpgsqlDataReader, T> read)
    {
        var rows = AddQuery(sql, bind, read);
        await ReadAsync();
        return rows;
    }

    /// <summary>Sends what waits; returns how many rows the last statement changed.</summary>
    internal async ValueTask<int> FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.BatchCommands.Count == 0)
        {
            return 0;
        }

        await using var batch = Take();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[^1].RecordsAffected;
    }

    private NpgsqlBatch Take()
    {
        var batch = _batch;
        _batch = connection.CreateBatch();
        _reads = [];
        return batch;
    }
}
