using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reading;

public sealed class SqliteTaskPagesTests : TaskPagesCompliance, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<ILedgerStore> CreateStoreAsync() =>
        Task.FromResult<ILedgerStore>(new SqliteLedgerStore(_folder["ledger.db"]));
}
