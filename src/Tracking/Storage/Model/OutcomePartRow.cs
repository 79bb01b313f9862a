namespace Karton.Tracking.Storage.Model;

/// <summary>A part of an outcome whose other parts have not all come yet.</summary>
internal sealed class OutcomePartRow
{
    public required Guid AnalysisId { get; init; }

    public required Guid TaskId { get; init; }

    public required string Identity { get; init; }

    public int Generation { get; init; }

    /// <summary>How many parts the outcome has. Two attempts at one delivery may cut differently.</summary>
    public required int Parts { get; init; }

    public required int Part { get; init; }

    /// <summary>The part as JSON, without the children: these are tasks already.</summary>
    public required byte[] Body { get; init; }
}
