using System.Buffers;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Wildcards;

/// <summary>
/// A shell-style pattern with the meaning of Python's <c>fnmatch</c>: <c>*</c> any text, <c>?</c> one character,
/// <c>[abc]</c>, <c>[a-c]</c> and <c>[!x]</c> one of a set; an unclosed <c>[</c> stands for itself. It must cover the
/// whole text, minds case, and takes a line break for a character like any other.
/// </summary>
internal sealed class Wildcard
{
    private static readonly SearchValues<char> SpecialCharacters = SearchValues.Create("?*[]!");

    private readonly WildcardStep[] _steps;

    internal Wildcard(string pattern) => _steps = WildcardParser.Parse(pattern);

    internal static bool HasSpecialCharacters(string text) => text.AsSpan().ContainsAny(SpecialCharacters);

    /// <summary>
    /// Goes through text and pattern together. On a mismatch only the last <c>*</c> takes one character more, so the
    /// work is at most the product of both lengths and nothing is kept.
    /// </summary>
    internal bool Matches(ReadOnlySpan<char> text)
    {
        var step = 0;
        var position = 0;
        var afterStar = -1;
        var retryAt = 0;
        while (position < text.Length)
        {
            if (step < _steps.Length && _steps[step].IsStar)
            {
                afterStar = ++step;
                retryAt = position;
                if (step == _steps.Length)
                {
                    return true;
                }
            }
            else if (step < _steps.Length && Accepts(_steps[step], text, ref position))
            {
                step++;
            }
            else if (afterStar >= 0)
            {
                PythonCharacters.CodePointAt(text, retryAt, out var skipped);
                retryAt += skipped;
                position = retryAt;
                step = afterStar;
            }
            else
            {
                return false;
            }
        }

        while (step < _steps.Length && _steps[step].IsStar)
        {
            step++;
        }

        return step == _steps.Length;
    }

    private static bool Accepts(WildcardStep step, ReadOnlySpan<char> text, ref int position)
    {
        if (!step.Accepts(PythonCharacters.CodePointAt(text, position, out var length)))
        {
            return false;
        }

        position += length;
        return true;
    }
}
