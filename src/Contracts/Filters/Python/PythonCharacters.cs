using System.Globalization;

namespace Karton.Contracts.Filters.Python;

/// <summary>Classes of characters as Python sees them.</summary>
internal static class PythonCharacters
{
    /// <summary>What <c>str.isspace</c> accepts.</summary>
    internal const string WhiteSpace =
        "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    /// <summary>Whether <c>repr</c> shows the character itself instead of an escape.</summary>
    internal static bool IsPrintable(int codePoint) => codePoint == ' ' || CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
