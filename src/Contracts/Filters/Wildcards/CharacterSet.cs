namespace Karton.Contracts.Filters.Wildcards;

/// <summary>The characters that one <c>?</c> or <c>[…]</c> of a wildcard stands for.</summary>
internal sealed class CharacterSet(IReadOnlyList<(int First, int Last)> ranges, bool isNegated)
{
    private readonly (int First, int Last)[] _ranges = [.. ranges];

    /// <summary>Every character.</summary>
    internal static CharacterSet All { get; } = new([], isNegated: true);

    /// <summary>No character.</summary>
    internal static CharacterSet None { get; } = new([], isNegated: false);

    internal bool Contains(int codePoint)
    {
        foreach (var (first, last) in _ranges)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return !isNegated;
            }
        }

        return isNegated;
    }
}
