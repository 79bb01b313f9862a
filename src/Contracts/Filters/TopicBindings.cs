using Karton.Contracts.Data;
using Karton.Contracts.Filters.Wildcards;

namespace Karton.Contracts.Filters;

/// <summary>
/// The topic patterns under which a queue is bound: a coarse filter that the broker applies and that lets every task
/// through that the filters match. The exact decision is made at the service.
/// </summary>
internal static class TopicBindings
{
    private const string Wild = "*";

    // A header that is null has the word of a missing one, and str(None) makes this condition match it.
    private const string NullAsText = "None";

    internal static IReadOnlyList<string> For(IReadOnlyList<DataMap> rules) =>
        rules.Count == 0 ? [] : [.. rules.Select(Pattern).Append(RoutingKey.Any).Distinct(StringComparer.Ordinal)];

    private static string Pattern(DataMap rule)
    {
        var words = new List<string>();
        foreach (var header in RoutingKey.RoutedHeaders)
        {
            words.Add(rule.GetString(header) is { } condition ? WordOf(condition) : Wild);
        }

        return string.Join('.', words);
    }

    private static string WordOf(string condition) =>
        condition == NullAsText || Wildcard.HasSpecialCharacters(condition) ? Wild : RoutingKey.Word(condition);
}
