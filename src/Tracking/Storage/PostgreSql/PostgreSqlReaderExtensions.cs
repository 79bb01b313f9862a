using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Reads values as <see cref="PostgreSqlParameters"/> writes them.</summary>
internal static class PostgreSqlReaderExtensions
{
    internal static string? GetText(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : StoredText.Restore(row.GetString(column));

    internal static byte[]? GetBlob(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    internal static Guid? GetGuidOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetGuid(column);

    internal static int? GetInt32OrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt32(column);

    internal static DateTimeOffset GetTime(this NpgsqlDataReader row, int column) =>
        new(row.GetInt64(column), TimeSpan.Zero);

    internal static DateTimeOffset? GetTimeOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetTime(column);
}
