using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Wildcards;

/// <summary>Reads a wildcard the way <c>fnmatch</c> does.</summary>
internal static class WildcardParser
{
    internal static WildcardStep[] Parse(string pattern)
    {
        var characters = PythonCharacters.CodePoints(pattern);
        var steps = new List<WildcardStep>();
        var next = 0;
        while (next < characters.Length)
        {
            var character = characters[next++];
            switch (character)
            {
                case '*':
                    if (steps.Count == 0 || !steps[^1].IsStar)
                    {
                        steps.Add(WildcardStep.Star);
                    }

                    break;
                case '?':
                    steps.Add(WildcardStep.OneOf(CharacterSet.All));
                    break;
                case '[' when EndOfSet(characters, next) is { } end:
                    steps.Add(WildcardStep.OneOf(ParseSet(characters.AsSpan(next, end - next))));
                    next = end + 1;
                    break;
                default:
                    steps.Add(WildcardStep.Character(character));
                    break;
            }
        }

        return [.. steps];
    }

    // A ']' that comes first, or right after '!', belongs to the set.
    private static int? EndOfSet(int[] characters, int start)
    {
        var end = start;
        if (end < characters.Length && characters[end] == '!')
        {
            end++;
        }

        if (end < characters.Length && characters[end] == ']')
        {
            end++;
        }

        end = Array.IndexOf(characters, ']', end);
        return end < 0 ? null : end;
    }

    private static CharacterSet ParseSet(ReadOnlySpan<int> content)
    {
        var isNegated = content[0] == '!';
        var ranges = new List<(int First, int Last)>();
        var members = isNegated ? content[1..] : content;
        while (members.Length > 0)
        {
            var isRange = members.Length > 2 && members[1] == '-';
            var last = isRange ? members[2] : members[0];
            if (members[0] <= last)
            {
                ranges.Add((members[0], last));
            }

            members = members[(isRange ? 3 : 1)..];
        }

        return (ranges.Count, isNegated) switch
        {
            (0, true) => CharacterSet.All,
            (0, false) => CharacterSet.None,
            _ => new CharacterSet(ranges, isNegated),
        };
    }
}
