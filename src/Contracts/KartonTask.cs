using System.Text.Json.Serialization;
using Karton.Contracts.Data;
using MassTransit;

namespace Karton.Contracts;

/// <summary>
/// A task: headers that say what it is and so who gets it, and a payload with the data. Immutable once published.
/// Published outside a consumer it starts an analysis; published by a consumer it is a child of the task being
/// consumed.
/// </summary>
[MessageUrn("karton:task")]
[EntityName("karton.tasks")]
public sealed record KartonTask
{
    /// <summary>Its id. Default: a new one, after all earlier ones in the order of an index, so that what is written
    /// together lies together. The SDK gives a child an id derived from its parent, so that a repeat of
    /// the same work makes the same ids.</summary>
    public Guid TaskId { get; init; } = NewId.NextSequentialGuid();

    /// <summary>The id of the root task it grew from. Default: its own id, which makes it a root.</summary>
    public Guid AnalysisId
    {
        get => field == Guid.Empty ? TaskId : field;
        init;
    }

    /// <summary>The task whose consumer published it; <see langword="null"/> for a root.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The identity of the service that published it, set by the SDK; <see langword="null"/> for a root that
    /// no service sent. The same as the header <c>origin</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>How many ancestors it has: 0 for a root. Set by the SDK.</summary>
    public int Depth { get; init; }

    /// <summary>What it is, for routing.</summary>
    public required DataMap Headers { get; init; }

    /// <summary>Headers that every descendant gets too. Default: empty.</summary>
    public DataMap PersistentHeaders { get; init; } = DataMap.Empty;

    /// <summary>The data. Default: empty.</summary>
    public DataMap Payload { get; init; } = DataMap.Empty;

    /// <summary>Data that every descendant gets too. Default: empty.</summary>
    public DataMap PersistentPayload { get; init; } = DataMap.Empty;

    /// <summary>How urgent it is. Default: <see cref="TaskPriority.Normal"/>.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    /// <summary>When work on it no longer makes sense: a delivery that has not begun by then ends as expired. Default:
    /// never. Children inherit it.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The headers that filters see: <see cref="Headers"/> with <see cref="PersistentHeaders"/> over
    /// them.</summary>
    [JsonIgnore]
    public DataMap EffectiveHeaders => Headers.With(PersistentHeaders);

    /// <summary>The payload that a consumer sees: <see cref="Payload"/> with <see cref="PersistentPayload"/> over
    /// it.</summary>
    [JsonIgnore]
    public DataMap EffectivePayload => Payload.With(PersistentPayload);

    /// <summary>Every resource that the payload or the persistent payload refers to, in the order of
    /// appearance.</summary>
    [JsonIgnore]
    public IEnumerable<Resource> Resources =>
        Payload.Values.Concat(PersistentPayload.Values).SelectMany(value => value.Resources());
}
