using Spectre.Console;

namespace Karton.Cli.Rendering;

/// <summary>The colours of what a person reads: those of the terminal's own sixteen, which fit any
/// background.</summary>
internal static class Palette
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Name { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Kind { get; } = new(Color.Teal);

    public static Style Tag { get; } = new(Color.Blue);

    public static Style Good { get; } = new(Color.Green);

    public static Style Warning { get; } = new(Color.Olive);

    public static Style Bad { get; } = new(Color.Maroon);
}
