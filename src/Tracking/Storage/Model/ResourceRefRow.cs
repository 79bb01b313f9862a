namespace Karton.Tracking.Storage.Model;

/// <summary>An analysis needs an object of the store.</summary>
internal sealed class ResourceRefRow
{
    public required Guid AnalysisId { get; init; }

    /// <summary>SHA-256 of the object, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }
}
