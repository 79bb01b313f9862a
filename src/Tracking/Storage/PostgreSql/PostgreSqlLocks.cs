namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>
/// The keys of the advisory locks: "karton" and a number. They hold for one database as a whole, whatever its schemas:
/// one ledger a database.
/// </summary>
internal static class PostgreSqlLocks
{
    /// <summary>Held by each transaction that writes.</summary>
    internal const long Writer = 0x6B61_7274_6F6E_0001;

    /// <summary>Held by the session of the process that leads.</summary>
    internal const long Leader = 0x6B61_7274_6F6E_0002;

    /// <summary>Held while the tables are made or changed.</summary>
    internal const long Schema = 0x6B61_7274_6F6E_0003;
}
