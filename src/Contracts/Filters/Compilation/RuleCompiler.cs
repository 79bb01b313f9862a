using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;
using Karton.Contracts.Filters.Wildcards;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>Compiles rules, the outermost level: only here do wildcards and <c>!</c> have a meaning.</summary>
internal static class RuleCompiler
{
    private const char VetoMark = '!';

    // What JSON text may be nested; it bounds the recursion of compiler and conditions.
    private const int MaxDepth = 64;

    internal static IReadOnlyList<DataMap> RulesOf(DataValue filters)
    {
        if (IsDeeperThan(MaxDepth, filters))
        {
            throw new FilterException($"The filters are nested deeper than {MaxDepth}. Make them flatter.");
        }

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

        return new FilterRule(rule, [.. wanted], [.. vetoes]);
    }

    private static bool IsDeeperThan(int depth, DataValue value) => value.Kind switch
    {
        DataKind.List => depth == 0 || value.AsList()!.Any(item => IsDeeperThan(depth - 1, item)),
        DataKind.Map => depth == 0 || value.AsMap()!.Values.Any(item => IsDeeperThan(depth - 1, item)),
        _ => false,
    };

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
                text, "is a wildcard here, which is no argument of an operator. Put the operator under a header."),
            _ => new PathCondition(HeaderPath.Of(key), condition),
        };
    }
}
