namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>One round.</summary>
/// <param name="Seconds">What the analyses took.</param>
/// <param name="Tasks">How many tasks they had.</param>
/// <param name="PlainSeconds">What moving the same bytes alone took; <see langword="null"/> when there is no
/// server.</param>
/// <param name="Cpu">Seconds an analysis, of each process.</param>
internal sealed record Sample(
    double Seconds, int Tasks, double? PlainSeconds, IReadOnlyDictionary<string, double> Cpu);
