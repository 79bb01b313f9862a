namespace Karton.Contracts.Tracking;

/// <summary>Why a delivery crashed. Cleaned of control characters and cut to 16 KiB in all.</summary>
public sealed record DeliveryError
{
    /// <summary><c>error</c>, <c>timeout</c> or <c>lost</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The full name of the exception's type; <see langword="null"/> when there was none.</summary>
    public string? Type { get; init; }

    /// <summary>What it said.</summary>
    public required string Message { get; init; }

    /// <summary>The stack trace; <see langword="null"/> when there was none.</summary>
    public string? Trace { get; init; }
}
