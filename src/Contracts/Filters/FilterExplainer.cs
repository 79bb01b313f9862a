using Karton.Contracts.Data;
using Karton.Contracts.Filters.Compilation;

namespace Karton.Contracts.Filters;

/// <summary>Evaluates rules one by one and says what decided each.</summary>
internal static class FilterExplainer
{
    private const int MaxShownLength = 200;

    internal static FilterExplanation Explain(IReadOnlyList<FilterRule> rules, DataMap headers)
    {
        RuleExplanation[] explained = [.. rules.Select((rule, index) => Explain(rule, index, headers))];
        var vetoing = Indexes(explained, RuleVerdict.Vetoed);
        var matching = Indexes(explained, RuleVerdict.Matched);
        return new FilterExplanation
        {
            Matches = vetoing.Length == 0 && matching.Length > 0,
            Rules = explained,
            Summary = (vetoing, matching) switch
            {
                ({ Length: > 0 }, []) => $"No match: {Say(vetoing, "veto")}.",
                ({ Length: > 0 }, _) => $"No match: {Say(vetoing, "veto")}, although {Say(matching, "match")}.",
                (_, { Length: > 0 }) => $"Match: {Say(matching, "match")}, and no rule vetoes.",
                _ when explained.Length == 0 => "No match: there are no rules.",
                _ => "No match: no rule matches.",
            },
        };
    }

    private static RuleExplanation Explain(FilterRule rule, int index, DataMap headers)
    {
        if (rule.FirstUnmet(headers) is { } unmet)
        {
            return Decided(index, RuleVerdict.NotMatched, unmet, headers);
        }

        if (rule.FirstVeto(headers) is { } veto)
        {
            return Decided(index, RuleVerdict.Vetoed, veto, headers);
        }

        return new RuleExplanation
        {
            Rule = index,
            Verdict = RuleVerdict.Matched,
            Text = $"rule {index} matches: {Shown(rule.Written.ToString())}",
        };
    }

    private static RuleExplanation Decided(int index, RuleVerdict verdict, RuleCondition decisive, DataMap headers)
    {
        var condition = new DataMap { [decisive.Key] = decisive.Written }.ToString();
        var key = OperatorCompiler.IsOperator(decisive.Key) ? null : decisive.Key;
        var found = key is null ? null : HeaderPath.Of(key).Find(new HeaderValue(headers)).ToData()?.ToString();
        var what = verdict == RuleVerdict.Vetoed
            ? $"vetoes: {Shown(condition)} is hit"
            : $"does not match: {Shown(condition)} fails";
        var why = (key, found) switch
        {
            (null, _) => "",
            (_, null) => ", there is none",
            _ => $", there is {Shown(found)}",
        };
        return new RuleExplanation
        {
            Rule = index,
            Verdict = verdict,
            Condition = condition,
            Key = key,
            Found = found,
            Text = $"rule {index} {what}{why}",
        };
    }

    private static int[] Indexes(RuleExplanation[] rules, RuleVerdict verdict) =>
        [.. rules.Where(rule => rule.Verdict == verdict).Select(rule => rule.Rule)];

    private static string Say(int[] rules, string verb) =>
        $"rule {string.Join(" and rule ", rules)} {(rules.Length == 1 ? $"{verb}es" : verb)}";

    private static string Shown(string json) => json.Length > MaxShownLength ? $"{json[..MaxShownLength]}…" : json;
}
