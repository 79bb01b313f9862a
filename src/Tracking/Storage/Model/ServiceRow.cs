namespace Karton.Tracking.Storage.Model;

/// <summary>A service, as it last announced itself.</summary>
internal sealed class ServiceRow
{
    public required string Identity { get; init; }

    public string? Version { get; init; }

    public string? Description { get; init; }

    /// <summary>Its filters as JSON, as written.</summary>
    public required byte[] Filters { get; init; }

    public required bool IsPersistent { get; init; }

    /// <summary>When it last announced itself.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
