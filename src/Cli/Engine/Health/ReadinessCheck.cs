namespace Karton.Cli.Engine.Health;

/// <summary>How one thing that the process needs is.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsReady">Whether it can be used.</param>
/// <param name="Description">What was found.</param>
internal sealed record ReadinessCheck(string Name, bool IsReady, string Description);
