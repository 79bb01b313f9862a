using Karton.Cli.Text;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reports;

namespace Karton.Cli.Rendering;

/// <summary>Says what a cut tree does not show.</summary>
internal static class HiddenNodes
{
    private const int MostKinds = 5;

    /// <summary>How many there are, of which kinds, what lies below them and what of it went wrong.</summary>
    public static string Describe(IEnumerable<SampleNode> hidden)
    {
        var nodes = hidden.ToList();
        var kinds = nodes.GroupBy(KindOf)
            .Select(group => (Kind: group.Key, Count: group.Count()))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.Kind, StringComparer.Ordinal)
            .ToList();
        var shown = kinds.Take(MostKinds).Select(group => $"{Figures.Number(group.Count)} {group.Kind}");
        var others = kinds.Skip(MostKinds).Sum(group => group.Count);
        if (others > 0)
        {
            shown = shown.Append($"{Figures.Number(others)} of other kinds");
        }

        var (below, crashed, refused) = Sum(nodes);
        return $"… {Figures.Number(nodes.Count)} more: {string.Join(", ", shown)}"
            + (below > 0 ? $"; {Figures.Number(below)} below them" : string.Empty)
            + (crashed > 0 ? $"; {Figures.Number(crashed)} crashed" : string.Empty)
            + (refused > 0 ? $"; {Figures.Number(refused)} refused" : string.Empty)
            + " (--all shows everything)";
    }

    private static string KindOf(SampleNode node) =>
        NodeLines.KindOf(node) is { Length: > 0 } kind ? kind : NodeLines.NameOf(node, cells: 40);

    private static (long Below, long Crashed, long Refused) Sum(List<SampleNode> nodes)
    {
        var (below, crashed, refused) = (-nodes.Count, 0, 0);
        var open = new Stack<SampleNode>(nodes);
        while (open.TryPop(out var node))
        {
            below++;
            crashed += node.Deliveries.Count(delivery => delivery.Status == DeliveryStatus.Crashed);
            refused += node.Skipped.Count + node.Deliveries.Sum(delivery => delivery.Refusals.Count);
            foreach (var child in node.Children)
            {
                open.Push(child);
            }
        }

        return (below, crashed, refused);
    }
}
