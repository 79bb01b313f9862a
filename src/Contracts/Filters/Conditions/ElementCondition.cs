using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary><c>$elemMatch</c>: an item of the list, or a character of the string, meets the condition.</summary>
internal sealed class ElementCondition(Condition condition) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        if (value.AsText() is { } text)
        {
            return PythonCharacters.Split(text).Any(character => condition.Matches(new HeaderValue(character)));
        }

        for (var index = 0; index < value.Count; index++)
        {
            if (condition.Matches(value.Item(index)))
            {
                return true;
            }
        }

        return false;
    }
}
