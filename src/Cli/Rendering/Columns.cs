using Spectre.Console;
using Karton.Tracking.Reports;

namespace Karton.Cli.Rendering;

/// <summary>How wide the columns of siblings are.</summary>
/// <param name="LongestName">The most columns that a name gets.</param>
/// <param name="Name">The column of names.</param>
/// <param name="Size">The column of sizes.</param>
/// <param name="Kind">The column of kinds.</param>
internal readonly record struct Columns(int LongestName, int Name, int Size, int Kind)
{
    private const int WidestName = 32;
    private const int WidestKind = 24;

    /// <summary>The columns that fit <paramref name="nodes"/> on lines of <paramref name="width"/>.</summary>
    public static Columns Of(IEnumerable<SampleNode> nodes, int width)
    {
        var longestName = Math.Clamp(width / 2, 16, 80);
        var (name, size, kind) = (0, 0, 0);
        foreach (var node in nodes)
        {
            name = Math.Max(name, NodeLines.NameOf(node, longestName).GetCellWidth());
            size = Math.Max(size, NodeLines.SizeOf(node).Length);
            kind = Math.Max(kind, NodeLines.KindOf(node).GetCellWidth());
        }

        return new Columns(longestName, Math.Min(name, WidestName), size, Math.Min(kind, WidestKind));
    }
}
