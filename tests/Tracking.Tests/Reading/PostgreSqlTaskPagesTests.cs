using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reading;

public sealed class PostgreSqlTaskPagesTests : TaskPagesCompliance, IAsyncDisposable
{
    private readonly PostgreSqlDatabases _databases = new();

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    private protected override async Task<ILedgerStore> CreateStoreAsync() => await _databases.CreateStoreAsync();
}
