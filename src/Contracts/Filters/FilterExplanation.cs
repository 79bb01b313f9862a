namespace Karton.Contracts.Filters;

/// <summary>Why filters match some headers, or do not.</summary>
public sealed record FilterExplanation
{
    /// <summary>Whether they match; the same as <see cref="TaskFilter.Matches"/> says.</summary>
    public required bool Matches { get; init; }

    /// <summary>What each rule has to say, in the order of the rules.</summary>
    public required IReadOnlyList<RuleExplanation> Rules { get; init; }

    /// <summary>The outcome in one sentence, which names the rules that decided it.</summary>
    public required string Summary { get; init; }
}
