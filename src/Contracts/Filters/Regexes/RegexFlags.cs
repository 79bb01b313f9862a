namespace Karton.Contracts.Filters.Regexes;

/// <summary>The options of Python's <c>re</c> that change what an expression means.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,

    /// <summary><c>i</c></summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> at every line.</summary>
    Multiline = 2,

    /// <summary><c>s</c>: <c>.</c> takes line breaks too.</summary>
    DotAll = 4,

    /// <summary><c>x</c>: white space and comments in the expression count for nothing.</summary>
    Verbose = 8,
}
