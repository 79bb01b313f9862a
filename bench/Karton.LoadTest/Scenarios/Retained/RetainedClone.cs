namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>A copy of an analysis that the ledger has recorded, with ids of its own.</summary>
/// <param name="AnalysisId">Its id.</param>
/// <param name="Template">The analysis that it is a copy of.</param>
/// <param name="Shift">How much later, or earlier, all of it happened.</param>
internal readonly record struct RetainedClone(Guid AnalysisId, Guid Template, TimeSpan Shift);
