using Karton.Tracking.Storage;

namespace Karton.Tracking.Reading;

/// <summary>The order in which the tasks of an analysis are read: each task right before its subtree.</summary>
internal static class TaskOrder
{
    /// <summary>Puts the root first. A task whose parent is not known (an outcome came too early) stands after the
    /// rest, with its subtree.</summary>
    internal static IEnumerable<Guid> Arrange(IReadOnlyCollection<TaskPlace> places)
    {
        var known = places.Select(place => place.TaskId).ToHashSet();
        var children = places
            .OrderBy(place => place.Origin, StringComparer.Ordinal)
            .ThenBy(place => place.Generation)
            .ThenBy(place => place.Ordinal)
            .ThenBy(place => place.TaskId)
            .ToLookup(place => place.ParentId is { } parent && known.Contains(parent) ? parent : Guid.Empty);

        // A stack instead of recursion: how deep a tree is, its author decides.
        var next = new Stack<Guid>(children[Guid.Empty]
            .OrderBy(place => place.ParentId is not null)
            .Select(place => place.TaskId)
            .Reverse());
        while (next.TryPop(out var taskId))
        {
            yield return taskId;
            foreach (var child in children[taskId].Reverse())
            {
                next.Push(child.TaskId);
            }
        }
    }
}
