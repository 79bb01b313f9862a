using Karton.Tracking.Storage;

namespace Karton.Tracking.Reading;

/// <summary>
/// Finds which tasks a page of a tree holds, in the order of <see cref="TaskOrder"/>, without the rest of the tree:
/// what follows the page before, and then level by level what lies below it, as far as it comes to stand on the page.
/// </summary>
internal sealed class TaskPages(ILedgerQueries queries, Guid analysisId)
{
    /// <summary>The tasks of the page that comes after a task; the first page when that is
    /// <see langword="null"/>.</summary>
    internal async Task<IReadOnlyList<Guid>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        // A root has its analysis' id.
        var page = after is not { } last
            ? [analysisId]
            : (await ListChildrenAsync([last], limit, cancellationToken))[last]
                .Concat(await queries.ListFollowingAsync(analysisId, last, limit, cancellationToken))
                .Take(limit)
                .ToList();
        var opened = new HashSet<Guid>();
        while (page.Where(opened.Add).ToList() is { Count: > 0 } closed)
        {
            var children = await ListChildrenAsync(closed, limit, cancellationToken);
            page = [.. page.SelectMany(taskId => children[taskId].Prepend(taskId)).Take(limit)];
        }

        return page;
    }

    private async Task<ILookup<Guid, Guid>> ListChildrenAsync(
        List<Guid> parents, int limit, CancellationToken cancellationToken) =>
        (await queries.ListChildrenAsync(analysisId, parents, limit, cancellationToken))
            .ToLookup(child => child.ParentId, child => child.TaskId);
}
