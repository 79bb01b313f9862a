namespace Karton.Contracts.Filters;

/// <summary>What a rule decides about some headers.</summary>
public enum RuleVerdict
{
    /// <summary>All its conditions hold, and nothing that it negates is there.</summary>
    Matched,

    /// <summary>One of its conditions does not hold.</summary>
    NotMatched,

    /// <summary>
    /// Its conditions hold, but something that it negates is there: no rule can make the filters match.
    /// </summary>
    Vetoed,
}
