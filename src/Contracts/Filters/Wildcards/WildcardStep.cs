namespace Karton.Contracts.Filters.Wildcards;

/// <summary>One step of a <see cref="Wildcard"/>: a star, one given character, or one character of a set.</summary>
internal readonly struct WildcardStep
{
    private const int StarMark = -1;
    private const int SetMark = -2;

    private readonly int _codePoint;
    private readonly CharacterSet? _set;

    private WildcardStep(int codePoint, CharacterSet? set)
    {
        _codePoint = codePoint;
        _set = set;
    }

    internal static WildcardStep Star => new(StarMark, null);

    internal bool IsStar => _codePoint == StarMark;

    internal static WildcardStep Character(int codePoint) => new(codePoint, null);

    internal static WildcardStep OneOf(CharacterSet set) => new(SetMark, set);

    internal bool Accepts(int codePoint) => _set is null ? codePoint == _codePoint : _set.Contains(codePoint);
}
