namespace Karton.Cli.Progress;

/// <summary>An analysis that has not ended, and how many of its deliveries have.</summary>
internal readonly record struct RunningAnalysis(string Name, int Ended, int Declared);
