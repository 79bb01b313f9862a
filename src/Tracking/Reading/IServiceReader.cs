namespace Karton.Tracking.Reading;

/// <summary>Reads which services there are.</summary>
public interface IServiceReader
{
    /// <summary>The services that the ledger knows, and those that are no more but have open deliveries; by
    /// identity.</summary>
    Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken);
}
