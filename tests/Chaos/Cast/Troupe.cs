using System.Reflection;

namespace Karton.Chaos.Cast;

/// <summary>The processes of a distributed engine: two of everything, so that there is always one to take
/// over.</summary>
internal sealed class Troupe : IAsyncDisposable
{
    private const int Replicas = 2;

    private static readonly string Program = typeof(Troupe).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "KartonProgram").Value!;

    private readonly List<Actor> _actors = [];

    internal Troupe(IReadOnlyDictionary<string, string?> settings, string logFolder)
    {
        Directory.CreateDirectory(logFolder);
        // In capitals, as this process may have got them: one setting under two names could be either.
        var environment = settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant(),
            setting => setting.Value);
        foreach (var replica in Enumerable.Range(1, Replicas))
        {
            Add($"tracking-{replica}", [Program, "run", "tracking"]);
            Add($"classifier-{replica}", [Program, "run", "classifier"]);
            Add($"unpacker-{replica}", [Program, "run", "unpacker"]);
            Add($"worker-{replica}", [typeof(Troupe).Assembly.Location, "worker"]);
        }

        Add("poisoned-1", [typeof(Troupe).Assembly.Location, "poisoned"]);

        void Add(string name, string[] arguments) =>
            _actors.Add(new Actor(name, arguments, environment, logFolder));
    }

    /// <summary>The processes whose name begins like this.</summary>
    internal IReadOnlyList<Actor> Those(params string[] prefixes) =>
        [.. _actors.Where(actor => prefixes.Any(prefix => actor.Name.StartsWith(prefix, StringComparison.Ordinal)))];

    public async ValueTask DisposeAsync() => await Task.WhenAll(_actors.Select(actor => actor.DisposeAsync().AsTask()));
}
