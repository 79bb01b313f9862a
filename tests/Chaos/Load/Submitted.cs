namespace Karton.Chaos.Load;

/// <summary>An analysis that was handed in and accepted.</summary>
internal sealed record Submitted(Guid AnalysisId, Shape Shape);
