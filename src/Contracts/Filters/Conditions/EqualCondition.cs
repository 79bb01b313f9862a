using Karton.Contracts.Data;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>
/// <c>$eq</c>: the value as a whole, a list too. A string is compared with <c>str()</c> of whatever is no string.
/// </summary>
internal sealed class EqualCondition(DataValue expected) : Condition
{
    internal override bool Matches(in HeaderValue value) =>
        expected.AsString() is { } text && value.AsText() is null
            ? PythonText.Is(value, text)
            : PythonEquality.AreEqual(value, expected);
}
