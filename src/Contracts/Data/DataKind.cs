namespace Karton.Contracts.Data;

/// <summary>What a <see cref="DataValue"/> holds.</summary>
public enum DataKind
{
    /// <summary>JSON <c>null</c>; the kind of <see langword="default"/>.</summary>
    Null,

    /// <summary>JSON <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON number, kept as it was written.</summary>
    Number,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON array.</summary>
    List,

    /// <summary>A JSON object.</summary>
    Map,

    /// <summary>A reference to a resource: a JSON object with the single key <c>__karton_resource__</c>.</summary>
    Resource,
}
