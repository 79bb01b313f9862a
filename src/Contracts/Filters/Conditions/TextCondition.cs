using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>A plain string: equal to the string, to <c>str()</c> of another value, or an item of a list.</summary>
internal sealed class TextCondition(string expected) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        if (value.AsText() is { } text)
        {
            return text == expected;
        }

        return value.Count is { } count
            ? PythonEquality.Contains(value, count, expected)
            : PythonText.Is(value, expected);
    }
}
