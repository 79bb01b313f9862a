namespace Karton.Contracts.Tests.Filters;

/// <summary>Matches routing keys as a topic exchange does: <c>*</c> is one word, <c>#</c> any number of them.</summary>
internal static class TopicPattern
{
    public static bool Matches(string pattern, string key) => Matches(pattern.Split('.'), key.Split('.'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words) => pattern switch
    {
        [] => words.IsEmpty,
        ["#", .. var rest] => Matches(rest, words) || (!words.IsEmpty && Matches(pattern, words[1..])),
        [var word, .. var rest] => !words.IsEmpty && (word == "*" || word == words[0]) && Matches(rest, words[1..]),
    };
}
