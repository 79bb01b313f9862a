using Karton.Tracking.Reports;
using Spectre.Console.Rendering;

namespace Karton.Cli.Rendering;

/// <summary>
/// The tree of an analysis for a person: a line a sample, and below it what went wrong. Of many siblings the first are
/// shown and the rest is counted, unless everything is wanted.
/// </summary>
internal sealed class SampleTreeView(SampleNode root, bool showAll) : Renderable
{
    /// <summary>The most siblings that are shown.</summary>
    public const int MostSiblings = 50;

    /// <summary>The most samples that are shown of one tree, but for siblings whose row has begun.</summary>
    public const int MostNodes = 1000;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var guides = options.Unicode ? Guides.Drawn : Guides.Typed;
        var line = new NodeLines(maxWidth);
        var levels = new List<string>();
        var open = new Stack<Row>();
        var shown = 1;

        foreach (var segment in line.Render(root, Columns.Of([root], maxWidth), string.Empty, Below(root, guides)))
        {
            yield return segment;
        }

        open.Push(NewRow(root, shown, maxWidth));
        while (open.TryPeek(out var row))
        {
            if (row.IsDone)
            {
                open.Pop();
                if (levels.Count > 0)
                {
                    levels.RemoveAt(levels.Count - 1);
                }

                continue;
            }

            var columns = maxWidth / 2;
            if (row.Next == row.Shown)
            {
                row.Next++;
                var rest = HiddenNodes.Describe(row.Nodes.Skip(row.Shown));
                var text = new FlowLine(
                    maxWidth, guides.Join([.. levels, guides.Last], columns),
                    guides.Join([.. levels, guides.None], columns));
                foreach (var segment in text.AddWords(rest, Palette.Faint, gap: 0).Segments())
                {
                    yield return segment;
                }

                continue;
            }

            var node = row.Nodes[row.Next++];
            var first = guides.Join([.. levels, row.HasNext ? guides.Fork : guides.Last], columns);
            levels.Add(row.HasNext ? guides.Through : guides.None);
            var further = guides.Join(levels, columns) + Below(node, guides);
            foreach (var segment in line.Render(node, row.Columns, first, further))
            {
                yield return segment;
            }

            shown++;
            open.Push(NewRow(node, shown, maxWidth));
        }
    }

    private static string Below(SampleNode node, Guides guides) =>
        node.Children.Count > 0 ? guides.Through : guides.None;

    private Row NewRow(SampleNode parent, int alreadyShown, int width)
    {
        var nodes = parent.Children;
        var most = showAll ? int.MaxValue : alreadyShown < MostNodes ? MostSiblings : 0;

        // A line that says "1 more" takes the place of the one.
        var shown = nodes.Count <= most + 1 && most > 0 ? nodes.Count : Math.Min(nodes.Count, most);
        return new Row(nodes, shown, Columns.Of(nodes.Take(shown), width));
    }

    private sealed class Row(IReadOnlyList<SampleNode> nodes, int shown, Columns columns)
    {
        public IReadOnlyList<SampleNode> Nodes => nodes;

        public int Shown => shown;

        public Columns Columns => columns;

        public int Next { get; set; }

        public bool HasNext => Next < Lines;

        public bool IsDone => Next >= Lines;

        private int Lines => shown < nodes.Count ? shown + 1 : shown;
    }
}
