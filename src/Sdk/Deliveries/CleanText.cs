using System.Text;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// Makes text of unknown origin fit to be stored and shown: without control characters (they become U+FFFD, so that
/// nothing vanishes unseen), without halves of surrogate pairs, and not longer than wanted.
/// </summary>
internal static class CleanText
{
    private const string Cut = " [cut]";

    /// <summary>Cleans a line or several; new lines and tabs stay.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The most bytes of UTF-8 that the result may have.</param>
    internal static string Of(string text, int maxBytes)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxBytes));
        var size = 0;
        var cutAt = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? Rune.ReplacementChar : rune;
            size += kept.Utf8SequenceLength;
            if (size > maxBytes)
            {
                clean.Length = cutAt;
                return clean.Append(Cut).ToString();
            }

            clean.Append(kept);
            if (size <= maxBytes - Cut.Length)
            {
                cutAt = clean.Length;
            }
        }

        return clean.ToString();
    }
}
