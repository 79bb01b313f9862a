namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>Puts copies of analyses into a ledger's database, far faster than a ledger records.</summary>
internal interface ILedgerFiller
{
    /// <summary>Adds copies whose templates are in the ledger.</summary>
    Task AddAsync(IReadOnlyCollection<RetainedClone> clones, CancellationToken cancellationToken);

    /// <summary>Does what the database does by itself in the time that so many rows take to come.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
