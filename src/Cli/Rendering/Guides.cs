namespace Karton.Cli.Rendering;

/// <summary>The lines that draw a tree: three columns a level.</summary>
internal sealed record Guides
{
    private const int Columns = 3;

    public static Guides Drawn { get; } = new() { Fork = "├─ ", Last = "└─ ", Through = "│  ", Cut = "⋯" };

    public static Guides Typed { get; } = new() { Fork = "|- ", Last = "`- ", Through = "|  ", Cut = "~" };

    public string None { get; } = new(' ', Columns);

    public required string Fork { get; init; }

    public required string Last { get; init; }

    public required string Through { get; init; }

    public required string Cut { get; init; }

    /// <summary>The guides of all levels in about <paramref name="columns"/>: of the upper levels that do not fit only
    /// the number is left.</summary>
    public string Join(List<string> levels, int columns)
    {
        var most = Math.Max(2, columns / Columns);
        if (levels.Count <= most)
        {
            return string.Concat(levels);
        }

        var cut = levels.Count - most + 1;
        return $"{Cut}{cut} ".PadRight(Columns) + string.Concat(levels.Skip(cut));
    }
}
