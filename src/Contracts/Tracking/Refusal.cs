namespace Karton.Contracts.Tracking;

/// <summary>A content that a service refused to work on, while it did the rest.</summary>
public sealed record Refusal
{
    /// <summary>A short fixed word for the reason, such as <c>ratio</c>, <c>depth</c> or <c>encrypted</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for a person, with the figures that led to it.</summary>
    public required string Message { get; init; }

    /// <summary>What was refused, such as the name of an archive's entry; <see langword="null"/> when it is the whole
    /// sample. Comes from the sample: data, shown escaped.</summary>
    public string? Subject { get; init; }
}
