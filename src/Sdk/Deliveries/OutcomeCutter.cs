using Karton.Contracts;
using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>Cuts an outcome into messages of bounded size: the children in order, the refusals in the last
/// part.</summary>
internal static class OutcomeCutter
{
    internal const int MostChildren = 1000;
    internal const int MostBytes = 1024 * 1024;

    internal static IReadOnlyList<TaskOutcome> Cut(TaskOutcome outcome, IReadOnlyList<Child> children)
    {
        if (children.Count == 0)
        {
            return [outcome];
        }

        var parts = new List<List<KartonTask>> { new() };
        var size = 0L;
        foreach (var child in children)
        {
            var childSize = TaskSize.Estimate(child.Task);
            var part = parts[^1];
            if (part.Count > 0 && (part.Count >= MostChildren || size + childSize > MostBytes))
            {
                part = [];
                parts.Add(part);
                size = 0;
            }

            part.Add(child.Task);
            size += childSize;
        }

        return [.. parts.Select((part, number) => outcome with
        {
            Children = part,
            Refusals = number == parts.Count - 1 ? outcome.Refusals : [],
            Part = number,
            Parts = parts.Count,
        })];
    }
}
