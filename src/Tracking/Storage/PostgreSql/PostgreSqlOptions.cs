using Karton.Sdk.Servers;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>How the ledger's database is reached; read from the configuration section
/// <c>Karton:PostgreSql</c>.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:PostgreSql";

    /// <summary>The host. Default <c>localhost</c>.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The port: 1 to 65,535. Default 5432.</summary>
    public int Port { get; set; } = 5432;

    /// <summary>The database. It must be there; the tables are made in it. Default <c>karton</c>.</summary>
    public string Database { get; set; } = "karton";

    /// <summary>The user. Default <c>karton</c>.</summary>
    public string Username { get; set; } = "karton";

    /// <summary>The password. Default: none.</summary>
    public string? Password { get; set; }

    /// <summary>The encryption of the connection. Default: none.</summary>
    public TlsOptions Tls { get; set; } = new();
}
