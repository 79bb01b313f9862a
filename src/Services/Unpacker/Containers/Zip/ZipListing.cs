namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>What a zip says it holds.</summary>
internal sealed class ZipListing
{
    public required IReadOnlyList<ZipMember> Members { get; init; }

    /// <summary>What is wrong with the directory; <see langword="null"/> when nothing is.</summary>
    public string? Damage { get; init; }

    /// <summary>
    /// Finds where each member's data must end, so that no two members share bytes: each byte of the file is unpacked
    /// once at most, and a small file cannot be unpacked into a large one by listing the same data over and over.
    /// </summary>
    public static void SetBounds(IReadOnlyList<ZipMember> members, long directoryOffset, long length)
    {
        var offsets = new SortedSet<long>(members.Select(member => member.HeaderOffset)) { directoryOffset, length };
        var sorted = offsets.ToArray();
        var seen = new HashSet<long>();
        foreach (var member in members)
        {
            var next = Array.BinarySearch(sorted, member.HeaderOffset) + 1;
            member.Bound = next < sorted.Length ? sorted[next] : length;
            member.SharesHeader = !seen.Add(member.HeaderOffset);
        }
    }
}
