using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>Compiles what stands under a key.</summary>
internal static class ConditionCompiler
{
    internal static Condition Compile(DataValue condition, FilterPlace place) => condition.Kind switch
    {
        DataKind.Text => new TextCondition(condition.AsString()!),
        DataKind.Map or DataKind.Resource => CompileEntries(new HeaderValue(condition).AsMap()!, place),
        _ => new ValueCondition(condition),
    };

    internal static Condition CompileEntry(string key, DataValue value, FilterPlace place) => key.StartsWith('$')
        ? throw place.Under(key).Fault(value, "belongs to an operator that is not known.")
        : new PathCondition(new HeaderPath(key), Compile(value, place.Under(key)));

    private static Condition CompileEntries(DataMap entries, FilterPlace place)
    {
        Condition[] conditions = [.. entries.Select(entry => CompileEntry(entry.Key, entry.Value, place))];
        return conditions is [var only] ? only : new AllCondition(conditions);
    }
}
