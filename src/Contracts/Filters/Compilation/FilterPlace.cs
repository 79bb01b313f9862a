using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>Where in the filters the compiler is, for its messages.</summary>
internal readonly record struct FilterPlace(int Rule, string Path = "")
{
    private const int MaxShownLength = 100;

    internal FilterPlace Under(string key) => new(Rule, Path.Length == 0 ? key : $"{Path}.{key}");

    internal FilterPlace At(int index) => new(Rule, $"{Path}[{index}]");

    internal FilterException Fault(DataValue value, string problem)
    {
        var text = value.ToString();
        var shown = text.Length > MaxShownLength ? $"{text[..MaxShownLength]}…" : text;
        var place = Path.Length == 0 ? $"rule {Rule}" : $"rule {Rule}, '{Path}'";
        return new FilterException($"Malformed filter at {place}: {shown} {problem}");
    }
}
