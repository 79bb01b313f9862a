using System.CommandLine.Parsing;
using System.Globalization;

namespace Karton.Cli.CommandLine;

/// <summary>Reads times such as <c>90s</c>, <c>5m</c> or <c>1.5h</c>.</summary>
internal static class Durations
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The time that an option was given.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text) is { } time)
        {
            return time;
        }

        result.AddError($"'{text}' is no time. Write it like 90s, 5m or 2h.");
        return null;
    }

    /// <summary>The time, or <see langword="null"/> when it is none, not above zero, or longer than a year.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text.Length < 2 || !double.TryParse(
            text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seconds = number * text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => double.NaN,
        };
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
