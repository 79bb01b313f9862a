using MassTransit;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>Which sizes the retained analyses have: of all tasks a quarter is in those of each size. The sizes are
/// mixed over a month, up to now.</summary>
internal static class RetainedMix
{
    internal static readonly int[] Sizes = [1, 10, 100, 10_000];

    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>The copies that make up this many tasks, oldest first.</summary>
    /// <param name="tasks">How many tasks they have in all.</param>
    /// <param name="templates">An analysis of each size, and when it was submitted.</param>
    /// <param name="now">When the youngest was submitted.</param>
    internal static List<RetainedClone> Spread(
        int tasks, IReadOnlyDictionary<int, (Guid Id, DateTimeOffset SubmittedAt)> templates, DateTimeOffset now)
    {
        var counts = Sizes.ToDictionary(size => size, size => tasks / Sizes.Length / size);

        // What does not come out even.
        counts[1] += tasks - counts.Sum(count => count.Key * count.Value);
        return
        [
            .. counts
                .SelectMany(count => Enumerable.Range(0, count.Value)
                    .Select(number => (Size: count.Key, Place: (number + 0.5) / count.Value)))
                .OrderBy(clone => clone.Place)
                .Select(clone => new RetainedClone(
                    NewId.NextGuid(),
                    templates[clone.Size].Id,
                    now - (Age * (1 - clone.Place)) - templates[clone.Size].SubmittedAt)),
        ];
    }
}
