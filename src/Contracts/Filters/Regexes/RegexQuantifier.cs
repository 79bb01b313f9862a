using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>How often a part is repeated.</summary>
internal readonly record struct RegexQuantifier(long Least, long Most, bool IsLazy, bool IsPossessive)
{
    private bool IsUnbounded => Most == RegexPiece.Unbounded;

    internal RegexPiece Apply(RegexPiece unit)
    {
        var text = unit.Text + (IsUnbounded
            ? string.Create(CultureInfo.InvariantCulture, $"{{{Least},}}")
            : string.Create(CultureInfo.InvariantCulture, $"{{{Least},{Most}}}"));
        return new RegexPiece(
            IsPossessive ? $"(?>{text})" : IsLazy ? $"{text}?" : text,
            unit.Size * (IsUnbounded ? Least + 1 : Math.Max(Most, 1)),
            Math.Min(unit.MinWidth * Least, RegexPiece.Unbounded),
            Math.Min(unit.MaxWidth * Most, RegexPiece.Unbounded),
            RegexPieceKind.Repeated);
    }
}
