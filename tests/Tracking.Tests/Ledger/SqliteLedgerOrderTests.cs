using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

public sealed class SqliteLedgerOrderTests : LedgerOrderCompliance, IDisposable
{
    private readonly TempFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    private protected override Task<ILedgerStore> CreateStoreAsync() =>
        Task.FromResult<ILedgerStore>(new SqliteLedgerStore(_folder[$"{_count++}.db"]));
}
