using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>
/// Compiles conditions at any depth: values, objects of conditions, and keys, be they headers or operators.
/// </summary>
internal static class ConditionCompiler
{
    internal static Condition Compile(DataValue condition, FilterPlace place) => condition.Kind switch
    {
        DataKind.Text => new TextCondition(condition.AsString()!),
        DataKind.Map or DataKind.Resource => CompileEntries(new HeaderValue(condition).AsMap()!, place),
        _ => new ValueCondition(condition),
    };

    internal static Condition CompileEntries(DataMap entries, FilterPlace place)
    {
        Condition[] conditions = [.. entries.Select(entry => CompileEntry(entry.Key, entry.Value, place))];
        return conditions is [var only] ? only : new AllCondition(conditions);
    }

    internal static Condition CompileEntry(string key, DataValue value, FilterPlace place)
    {
        var inner = place.Under(key);
        var condition = OperatorCompiler.IsOperator(key)
            ? OperatorCompiler.Compile(key, value, inner)
            : new PathCondition(HeaderPath.Of(key), Compile(value, inner));
        if (value.AsMap() is not { } entries || !entries.TryGetValue(OperatorCompiler.Exists, out var exists))
        {
            return condition;
        }

        var isWanted = OperatorCompiler.ExistsArgument(exists, inner.Under(OperatorCompiler.Exists));
        return key.Contains('.')
            ? new PathExistsCondition(PathPart.Split(key), isWanted)
            : new ExistsCondition(key, isWanted, entries.Count == 1 ? null : condition);
    }
}
