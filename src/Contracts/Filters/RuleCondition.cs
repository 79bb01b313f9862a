using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;

namespace Karton.Contracts.Filters;

/// <summary>An entry of a rule as it was written, and what it was compiled to.</summary>
internal sealed class RuleCondition(string key, DataValue written, Condition condition)
{
    internal string Key => key;

    internal DataValue Written => written;

    internal bool Holds(DataMap headers) => condition.Matches(new HeaderValue(headers));
}
