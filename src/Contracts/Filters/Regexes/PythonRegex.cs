using System.Text.RegularExpressions;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>
/// Compiles a regular expression of Python's <c>re</c>. What can be searched in linear time is; an expression that
/// needs backtracking (look-around, back references, conditionals, atomic groups) is searched for at most <see
/// cref="BacktrackingLimit"/>.
/// </summary>
internal static class PythonRegex
{
    /// <summary>The longest expression that is taken, in characters.</summary>
    internal const int MaxLength = 1000;

    internal static readonly TimeSpan BacktrackingLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Compiles an expression, or one with options between slashes: <c>/win.*/i</c>.</summary>
    /// <exception cref="FormatException">Python would refuse it, or it asks for what is not supported.</exception>
    internal static Regex Compile(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            throw new FormatException($"it has {pattern.Length} characters, more than the {MaxLength} allowed.");
        }

        var (expression, flags) = SplitOptions(pattern);
        var translated = RegexTranslator.Translate(expression, flags);
        try
        {
            return translated.NeedsBacktracking
                ? new Regex(translated.Text, RegexOptions.CultureInvariant, BacktrackingLimit)
                : new Regex(translated.Text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (RegexParseException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static (string Expression, RegexFlags Flags) SplitOptions(string pattern)
    {
        var end = pattern.LastIndexOf('/');
        if (!pattern.StartsWith('/') || end < 2)
        {
            return (pattern, RegexFlags.None);
        }

        var options = pattern[(end + 1)..];
        var flags = RegexFlags.None;
        foreach (var option in options)
        {
            if (RegexSyntax.FlagOf(option) is not { } flag || options.Length > 4)
            {
                return (pattern, RegexFlags.None);
            }

            flags |= flag;
        }

        return (pattern[1..end], flags);
    }
}
