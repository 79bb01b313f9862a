using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Statements that wait to be sent together: a round trip costs more than most of them.</summary>
internal sealed class PostgreSqlWrites(NpgsqlConnection connection)
{
    private NpgsqlBatch _batch = connection.CreateBatch();
    private int _results;

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
        _results++;
        return Add(sql);
    }

    /// <summary>Sends what waits and a query in one go; reads what the query returns.</summary>
    internal async ValueTask<List<T>> QueryAsync<T>(
        string sql, Action<PostgreSqlParameters> bind, Func<NpgsqlDataReader, T> read)
    {
        bind(Add(sql));
        var skip = _results;
        await using var batch = Take();
        await using var reader = await batch.ExecuteReaderAsync();
        for (; skip > 0; skip--)
        {
            await reader.NextResultAsync();
        }

        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

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
        _results = 0;
        return batch;
    }
}
