using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters;

/// <summary>One part of a key with dots.</summary>
internal sealed class PathPart(string name)
{
    internal string Name { get; } = name;

    /// <summary>The integer it is; negative ones count from the end of a list.</summary>
    internal long? Index { get; } = PythonInteger.Parse(name);

    /// <summary>Whether it has digits only.</summary>
    internal bool IsNumeral { get; } = PythonInteger.IsNumeral(name);

    internal static PathPart[] Split(string key) => [.. key.Split('.').Select(name => new PathPart(name))];
}
