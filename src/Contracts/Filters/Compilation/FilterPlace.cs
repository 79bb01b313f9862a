using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>Where in the filters the compiler is, for its messages.</summary>
internal readonly record struct FilterPlace(int Rule, string Path = "", int Depth = 0)
{
    // What JSON text may be nested; it keeps the recursion of the compiler and of the conditions bounded.
    private const int MaxDepth = 64;
    private const int MaxShownLength = 100;

    internal FilterPlace Under(string key) => Deeper(Path.Length == 0 ? key : $"{Path}.{key}");

    internal FilterPlace At(int index) => Deeper($"{Path}[{index}]");

    internal FilterException Fault(DataValue value, string problem)
    {
        var text = value.ToString();
        var shown = text.Length > MaxShownLength ? $"{text[..MaxShownLength]}…" : text;
        var place = Path.Length == 0 ? $"rule {Rule}" : $"rule {Rule}, '{Path}'";
        return new FilterException($"Malformed filter at {place}: {shown} {problem}");
    }

    private FilterPlace Deeper(string path) => Depth < MaxDepth
        ? new FilterPlace(Rule, path, Depth + 1)
        : throw new FilterException($"Rule {Rule} of the filters is nested deeper than {MaxDepth}. Make it flatter.");
}
