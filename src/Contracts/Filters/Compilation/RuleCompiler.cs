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

    private static Condition CompileText(string key, string text, FilterPlace place)
    {
        if (!Wildcard.HasSpecialCharacters(text))
        {
            return ConditionCompiler.CompileEntry(key, text, place);
        }

        var condition = new WildcardCondition(new Wildcard(text));
        return key switch
        {
            OperatorCompiler.Not => new NotCondition(condition),
            _ when OperatorCompiler.IsOperator(key) => throw place.Under(key).Fault(
                text, "is read as a wildcard here, which is no argument of an operator. Put the operator under a header."),
            _ => new PathCondition(new HeaderPath(key), condition),
        };
    }
}
