namespace Karton.Services.Unpacker.Extraction;

/// <summary>Why something is not unpacked: the fixed words that stand in a refusal.</summary>
internal static class RefusalReasons
{
    /// <summary>The archive or the entry is damaged.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>The archive lies deeper than allowed.</summary>
    public const string Depth = "depth";

    /// <summary>The same contents stand elsewhere in the same archive and are unpacked there.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>No password that is known opens it.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>The archive has more members than allowed.</summary>
    public const string Entries = "entries";

    /// <summary>The entry is a link.</summary>
    public const string Link = "link";

    /// <summary>Reading it takes more memory than allowed.</summary>
    public const string Memory = "memory";

    /// <summary>The entry shares its bytes with another one.</summary>
    public const string Overlap = "overlap";

    /// <summary>It grows more than allowed when it is unpacked.</summary>
    public const string Ratio = "ratio";

    /// <summary>It is larger than allowed.</summary>
    public const string Size = "size";

    /// <summary>The entry is a device, a pipe or the like.</summary>
    public const string Special = "special";

    /// <summary>Further refusals that are not listed one by one.</summary>
    public const string Summary = "summary";

    /// <summary>Unpacking took longer than allowed.</summary>
    public const string Time = "time";

    /// <summary>The format or the method is not supported.</summary>
    public const string Unsupported = "unsupported";
}
