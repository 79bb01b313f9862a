namespace Karton.Contracts.Filters;

/// <summary>What one rule has to say about some headers.</summary>
public sealed record RuleExplanation
{
    /// <summary>Which rule it is; the first is 0.</summary>
    public required int Rule { get; init; }

    /// <summary>Whether it matches, does not, or vetoes.</summary>
    public required RuleVerdict Verdict { get; init; }

    /// <summary>
    /// The condition that decided it, as JSON: the first that does not hold, or the negated one that is hit.
    /// <see langword="null"/> when the rule matches: then all conditions hold.
    /// </summary>
    public string? Condition { get; init; }

    /// <summary>
    /// The key that <see cref="Condition"/> looks at; <see langword="null"/> when it is an operator, such as
    /// <c>$or</c>.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// What was found under <see cref="Key"/>, as JSON; <see langword="null"/> when there is nothing.
    /// </summary>
    public string? Found { get; init; }

    /// <summary>All of it as one readable line, without line breaks and cut to a bearable length.</summary>
    public required string Text { get; init; }
}
