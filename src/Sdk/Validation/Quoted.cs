using System.Globalization;
using System.Text;

namespace Karton.Sdk.Validation;

/// <summary>Text from outside inside a message of ours: cut to a readable length and without a character that could do
/// more than be read.</summary>
internal static class Quoted
{
    private const int MaxLength = 100;

    internal static string Text(string text)
    {
        var cut = text.Length > MaxLength ? text.AsSpan(0, MaxLength) : text;
        var quoted = new StringBuilder(cut.Length + 2).Append('\'');
        foreach (var character in cut)
        {
            if (IsReadable(character))
            {
                quoted.Append(character);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return quoted.Append(text.Length > MaxLength ? "…'" : "'").ToString();
    }

    internal static bool HasControl(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\x1f') || text.ContainsAnyInRange('\x7f', '\x9f');

    private static bool IsReadable(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
