using System.Text.RegularExpressions;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>
/// <c>$regex</c>: a string in which the expression is found. A search that runs out of time found nothing.
/// </summary>
internal sealed class RegexCondition(Regex expression) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        if (value.AsText() is not { } text)
        {
            return false;
        }

        try
        {
            return expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
