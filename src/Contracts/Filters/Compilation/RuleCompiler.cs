using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;
using Karton.Contracts.Filters.Wildcards;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>Compiles rules, the outermost level: only here do wildcards and <c>!</c> have a meaning.</summary>
internal static class RuleCompiler
{
    private const char VetoMark = '!';

    internal static IReadOnlyList<DataMap> RulesOf(DataValue filters)
    {
        if (new HeaderValue(filters).AsMap() is { } single)
        {
            return [single];
        }

        var items = filters.AsList() ?? throw new FilterException(
            $"Filters are a list of rules, such as [{{\"type\": \"sample\"}}], not {filters}.");
        return [.. items.Select((item, index) => new HeaderValue(item).AsMap() ?? throw new FilterPlace(index)
            .Fault(item, "is no rule. Write an object with conditions, such as {\"type\": \"sample\"}."))];
    }

    internal static FilterRule[] Compile(IReadOnlyList<DataMap> rules) =>
        [.. rules.Select((rule, index) => Compile(rule, new FilterPlace(index)))];

    private static FilterRule Compile(DataMap rule, FilterPlace place)
    {
        var wanted = new List<RuleCondition>();
        var vetoes = new List<RuleCondition>();
        foreach (var (key, value) in rule)
        {
            var isVeto = value.AsString() is [VetoMark, ..];
            var condition = value.AsString() is { } text
                ? CompileText(key, isVeto ? text[1..] : text, place)
                : ConditionCompiler.CompileEntry(key, value, place);
            (isVeto ? vetoes : wanted).Add(new RuleCondition(key, value, condition));
        }

        return new FilterRule([.. wanted], [.. vetoes]);
    }

    private static Condition CompileText(string key, string text, FilterPlace place) =>
        Wildcard.HasSpecialCharacters(text)
            ? new PathCondition(new HeaderPath(key), new WildcardCondition(new Wildcard(text)))
            : ConditionCompiler.CompileEntry(key, text, place);
}
