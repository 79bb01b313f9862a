using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Storage;

public sealed class PostgreSqlLedgerTablesTests : LedgerTablesCompliance, IAsyncDisposable
{
    private readonly PostgreSqlDatabases _databases = new();

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    private protected override async Task<ILedgerStore> CreateStoreAsync() => await _databases.CreateStoreAsync();
}
