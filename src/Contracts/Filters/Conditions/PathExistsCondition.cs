using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>
/// <c>$exists</c> under a key with dots. Here a number leads into a list or a string, and any other part into every
/// item of a list; what stands beside <c>$exists</c> counts for nothing.
/// </summary>
internal sealed class PathExistsCondition(PathPart[] parts, bool isWanted) : Condition
{
    internal override bool Matches(in HeaderValue value) => Leads(value, 0) == isWanted;

    private bool Leads(HeaderValue value, int part)
    {
        for (; part < parts.Length; part++)
        {
            if (value.Count is { } count && !parts[part].IsNumeral)
            {
                return LeadsFromAnItem(value, count, part);
            }

            if (Step(value, parts[part]) is not { } next)
            {
                return false;
            }

            value = next;
        }

        return true;
    }

    private bool LeadsFromAnItem(in HeaderValue list, int count, int part)
    {
        for (var index = 0; index < count; index++)
        {
            if (Leads(list.Item(index), part))
            {
                return true;
            }
        }

        return false;
    }

    private static HeaderValue? Step(in HeaderValue value, PathPart part)
    {
        if (value.Count is { } count)
        {
            return part.Index < count ? value.Item((int)part.Index) : null;
        }

        if (value.AsText() is { } text)
        {
            return part.IsNumeral ? CharacterAt(text, part.Index) : null;
        }

        return value.AsMap() is { } map && map.TryGetValue(part.Name, out var inner) ? new HeaderValue(inner) : null;
    }

    private static HeaderValue? CharacterAt(string text, long? index) =>
        index < text.Length && PythonCharacters.Split(text).ElementAtOrDefault((int)index) is { } character
            ? new HeaderValue(character)
            : null;
}
