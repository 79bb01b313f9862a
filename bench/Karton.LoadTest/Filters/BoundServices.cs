using Karton.Contracts.Filters;

namespace Karton.LoadTest.Filters;

/// <summary>Many services, one of which gets the task with <see cref="ServiceFilters.Headers"/>.</summary>
internal static class BoundServices
{
    /// <summary>The one that gets it.</summary>
    internal const string Receiver = "load.receiver";

    private const string Receives =
        """[{"type": "sample", "stage": "recognized", "kind": "runnable", "platform": "win32", "extension": "exe"}]""";

    private const string Wild = "*";

    /// <summary>As many services. Those are left out of which a binding lets the task through although the filters do
    /// not: what is measured is the search for the binding, not how many copies a broad one makes.</summary>
    internal static IReadOnlyList<BoundService> Make(int count)
    {
        var words = RoutingKey.For(ServiceFilters.Headers).Split('.');
        return
        [
            .. ServiceFilters.All().Select(filter => TaskFilter.Parse(filter.Rules))
                .Where(filter => !filter.BindingKeys.Any(key => LetsThrough(key, words)))
                .Take(count - 1)
                .Select((filter, number) => new BoundService($"load.other-{number}", filter)),
            new BoundService(Receiver, TaskFilter.Parse(Receives)),
        ];
    }

    private static bool LetsThrough(string bindingKey, string[] words)
    {
        var pattern = bindingKey.Split('.');
        return pattern.Length == words.Length
            && pattern.Zip(words).All(pair => pair.First == Wild || pair.First == pair.Second);
    }
}
