using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Sdk.Deliveries;

/// <summary>Makes a child of the task that a consumer publishes: what it inherits and what it is called.</summary>
internal static class ChildTask
{
    internal static KartonTask Complete(KartonTask child, Delivery delivery, int ordinal)
    {
        var parent = delivery.Task;
        var identity = delivery.Service.Identity;
        var persistentHeaders = child.PersistentHeaders.With(parent.PersistentHeaders);
        var persistentPayload = child.PersistentPayload.With(parent.PersistentPayload);
        return child with
        {
            TaskId = ChildId.Derive(parent.TaskId, identity, delivery.Generation, ordinal),
            AnalysisId = parent.AnalysisId,
            ParentId = parent.TaskId,
            Origin = identity,
            Depth = parent.Depth + 1,
            Headers = new DataMap(WithoutKeysOf(child.Headers, persistentHeaders))
            {
                [WellKnownHeaders.Origin] = identity,
            },
            PersistentHeaders = persistentHeaders,
            Payload = WithoutKeysOf(child.Payload, persistentPayload),
            PersistentPayload = persistentPayload,
            Priority = child.Priority == TaskPriority.Normal ? parent.Priority : child.Priority,
            Deadline = child.Deadline ?? parent.Deadline,
        };
    }

    /// <summary>A task with other headers and the same payload; what belongs to one delivery alone is left
    /// out.</summary>
    internal static KartonTask Derive(KartonTask task, DataMap headers) => new()
    {
        Headers = headers.Without(WellKnownHeaders.Origin, WellKnownHeaders.Receiver),
        PersistentHeaders = task.PersistentHeaders,
        Payload = task.Payload,
        PersistentPayload = task.PersistentPayload,
    };

    private static DataMap WithoutKeysOf(DataMap plain, DataMap persistent) =>
        plain.Count > 0 && persistent.Count > 0 && plain.Keys.Any(persistent.ContainsKey)
            ? plain.Without(persistent.Keys)
            : plain;
}
