using Karton.Contracts.Data;

namespace Karton.Contracts.Filters;

/// <summary>
/// One compiled rule: conditions that must all hold, and negated ones (<c>!x</c>), any of which is a veto.
/// </summary>
internal sealed class FilterRule(DataMap written, RuleCondition[] wanted, RuleCondition[] vetoes)
{
    internal DataMap Written => written;

    internal bool CanVeto => vetoes.Length > 0;

    /// <summary>The first condition that does not hold, or <see langword="null"/> when all do.</summary>
    internal RuleCondition? FirstUnmet(DataMap headers)
    {
        foreach (var condition in wanted)
        {
            if (!condition.Holds(headers))
            {
                return condition;
            }
        }

        return null;
    }

    /// <summary>The first negated condition whose value is hit, or <see langword="null"/> when none is.</summary>
    internal RuleCondition? FirstVeto(DataMap headers)
    {
        foreach (var veto in vetoes)
        {
            if (veto.Holds(headers))
            {
                return veto;
            }
        }

        return null;
    }
}
