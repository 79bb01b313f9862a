namespace Karton.Contracts.Filters.Regexes;

/// <summary>A translated part of an expression.</summary>
/// <param name="Text">It in .NET's notation, such that a quantifier can follow.</param>
/// <param name="Size">How many states it stands for once its repetitions are written out.</param>
/// <param name="MinWidth">The fewest characters it can match.</param>
/// <param name="MaxWidth">The most characters it can match; <see cref="Unbounded"/> when there is no limit.</param>
/// <param name="Kind">Whether a quantifier may follow.</param>
internal readonly record struct RegexPiece(
    string Text, long Size, long MinWidth, long MaxWidth, RegexPieceKind Kind = RegexPieceKind.Plain)
{
    internal const long Unbounded = int.MaxValue;

    internal static RegexPiece Nothing => new("", 0, 0, 0);

    internal static RegexPiece Character(string text) => new(text, 1, 1, 1);

    internal static RegexPiece Anchor(string text) => new(text, 1, 0, 0, RegexPieceKind.Anchor);

    internal RegexPiece Then(RegexPiece next) => new(
        Text + next.Text, Size + next.Size, MinWidth + next.MinWidth, Math.Min(MaxWidth + next.MaxWidth, Unbounded));

    internal RegexPiece Or(RegexPiece other) => new(
        $"{Text}|{other.Text}",
        Size + other.Size,
        Math.Min(MinWidth, other.MinWidth),
        Math.Max(MaxWidth, other.MaxWidth));

    internal RegexPiece Within(string open) => new($"{open}{Text})", Size, MinWidth, MaxWidth);

    internal RegexPiece Asserted(string open) => new($"{open}{Text})", Size, 0, 0);
}
