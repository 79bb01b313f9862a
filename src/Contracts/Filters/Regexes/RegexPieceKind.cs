namespace Karton.Contracts.Filters.Regexes;

/// <summary>What may follow a part of an expression.</summary>
internal enum RegexPieceKind
{
    /// <summary>A quantifier may.</summary>
    Plain,

    /// <summary>None may: it is a place, such as <c>^</c>.</summary>
    Anchor,

    /// <summary>None may: it has one.</summary>
    Repeated,
}
