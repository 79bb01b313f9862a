namespace Karton.LoadTest.Scenarios.Match;

/// <summary>What one filter costs on average.</summary>
/// <param name="Nanoseconds">Its time.</param>
/// <param name="Bytes">What it allocates.</param>
internal sealed record MatchCost(double Nanoseconds, double Bytes);
