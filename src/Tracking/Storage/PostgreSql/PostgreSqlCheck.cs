using System.Net.Sockets;
using Karton.Sdk.Servers;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Tries the ledger's database: that it can be reached, written to, and made into a ledger.</summary>
internal sealed class PostgreSqlCheck(IOptions<PostgreSqlOptions> options) : IServerCheck
{
    private const string Look =
        "SELECT current_setting('server_version'), pg_is_in_recovery(), "
        + "current_setting('default_transaction_read_only')::bool, current_setting('server_encoding'), "
        + "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), "
        + "to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL";

    private const string S = PostgreSqlOptions.Section;

    public string Server => "PostgreSQL";

    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        try
        {
            await using var source = PostgreSqlSource.Single(settings);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Look, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return Judge(settings, reader);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw PostgreSqlFaults.Explain(e, settings);
        }
    }

    private static string Judge(PostgreSqlOptions settings, NpgsqlDataReader found)
    {
        if (found.GetBoolean(1))
        {
            throw PostgreSqlFaults.Unavailable(
                settings, $"it is a standby, which is read-only. Set {S}:Host to the primary.", mayPass: true);
        }

        if (found.GetBoolean(2))
        {
            throw PostgreSqlFaults.Unavailable(
                settings,
                $"the database '{settings.Database}' is read-only for the user '{settings.Username}' "
                + $"(default_transaction_read_only is on). Turn that off, or set {S}:Host, {S}:Database or "
                + $"{S}:Username otherwise.",
                mayPass: false);
        }

        if (found.GetString(3) != "UTF8")
        {
            throw PostgreSqlFaults.Unavailable(
                settings,
                $"the database '{settings.Database}' has the encoding {found.GetString(3)}. Set {S}:Database to one "
                + "with the encoding UTF8.",
                mayPass: false);
        }

        return found.GetBoolean(4) || found.GetBoolean(5)
            ? $"version {found.GetString(0)}, database '{settings.Database}'"
            : throw PostgreSqlFaults.Unavailable(
                settings,
                $"the user '{settings.Username}' may not make tables in the database '{settings.Database}'. Grant "
                + $"CREATE on its schema to that user, or set {S}:Username to another.",
                mayPass: false);
    }
}
