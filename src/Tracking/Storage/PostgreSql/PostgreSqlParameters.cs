using Npgsql;
using NpgsqlTypes;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>The parameters of a statement, in the order in which they are added. A column is the values of one property
/// over many rows, sent as an array.</summary>
internal readonly struct PostgreSqlParameters(NpgsqlParameterCollection parameters)
{
    internal PostgreSqlParameters Value(Guid value) => Put(value, NpgsqlDbType.Uuid);

    internal PostgreSqlParameters Value(int value) => Put(value, NpgsqlDbType.Integer);

    internal PostgreSqlParameters Value(bool value) => Put(value, NpgsqlDbType.Boolean);

    internal PostgreSqlParameters Value(long? value) => Put(value, NpgsqlDbType.Bigint);

    internal PostgreSqlParameters Value(DateTimeOffset value) => Put(value.UtcTicks, NpgsqlDbType.Bigint);

    internal PostgreSqlParameters Value(string? value) => Put(StoredText.Clean(value), NpgsqlDbType.Text);

    internal PostgreSqlParameters Value(byte[] value) => Put(value, NpgsqlDbType.Bytea);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, Guid> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Uuid | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, Guid?> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Uuid | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, int> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Integer | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, int?> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Integer | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, long> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Bigint | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, bool> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Boolean | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, DateTimeOffset?> value) =>
        Put(Collect(rows, row => value(row)?.UtcTicks), NpgsqlDbType.Bigint | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, string?> value) =>
        Put(Collect(rows, row => StoredText.Clean(value(row))), NpgsqlDbType.Text | NpgsqlDbType.Array);

    internal PostgreSqlParameters Column<T>(IReadOnlyCollection<T> rows, Func<T, byte[]?> value) =>
        Put(Collect(rows, value), NpgsqlDbType.Bytea | NpgsqlDbType.Array);

    private static TValue[] Collect<T, TValue>(IReadOnlyCollection<T> rows, Func<T, TValue> value)
    {
        var values = new TValue[rows.Count];
        var next = 0;
        foreach (var row in rows)
        {
            values[next++] = value(row);
        }

        return values;
    }

    private PostgreSqlParameters Put<T>(T value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }
}
