namespace Karton.Contracts.Data;

/// <summary>
/// A blob that belongs to a task. The bytes lie in the object store, and the task carries only their address (claim
/// check); contents of at most <see cref="MaxInlineSize"/> bytes travel inside the task instead. It may stand anywhere
/// in a payload, where its JSON form is <c>{"__karton_resource__": {…}}</c>.
/// </summary>
public sealed record Resource
{
    /// <summary>The single key of a resource's JSON form: <c>__karton_resource__</c>, as in CERT-Polska's
    /// karton.</summary>
    public const string WireKey = "__karton_resource__";

    /// <summary>Contents up to this many bytes travel inside the task: 4096.</summary>
    public const int MaxInlineSize = 4096;

    /// <summary>What it is called. Comes from the sample: data to be shown escaped, never a path. Half of a surrogate
    /// pair in it becomes U+FFFD.</summary>
    public required string Name
    {
        get;
        init => field = value is null ? value! : WellFormed.Of(value);
    }

    /// <summary>SHA-256 of the contents, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the contents in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Where the store keeps it; <see langword="null"/> when the contents are <see cref="Inline"/>.</summary>
    public Uri? Address { get; init; }

    /// <summary>The contents themselves when they are small; <see langword="null"/> when they are in the
    /// store.</summary>
    public ReadOnlyMemory<byte>? Inline { get; init; }

    /// <summary>Whether the contents are a directory packed as zip. Default: <see langword="false"/>.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Anything else that is known about it. Default: empty.</summary>
    public DataMap Metadata { get; init; } = DataMap.Empty;

    /// <summary>Whether both name the same contents in the same way; where the bytes lie makes no difference.</summary>
    public bool Equals(Resource? other) =>
        other is not null && Name == other.Name && Sha256 == other.Sha256 && Size == other.Size
        && IsDirectory == other.IsDirectory && Metadata.Equals(other.Metadata);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Sha256, Size);
}
