namespace Karton.Chaos.Load;

/// <summary>What an analysis comes to when nothing disturbs it.</summary>
/// <param name="Name">What was handed in.</param>
/// <param name="Tasks">How many tasks it has.</param>
/// <param name="Deliveries">How many deliveries.</param>
internal sealed record Shape(string Name, int Tasks, int Deliveries);
