using Karton.Architecture.Tests;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Karton.Deployment.Tests;

/// <summary><c>docker-compose.yml</c>, with its anchors resolved and merged.</summary>
internal sealed class ComposeFile
{
    private ComposeFile(Dictionary<object, object?> root)
    {
        Services = Map(root["services"]).ToDictionary(
            service => (string)service.Key, service => new ComposeService((string)service.Key, Map(service.Value)));
        Volumes = [.. Map(root["volumes"]).Keys.Cast<string>()];
    }

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docker-compose.yml");

    public IReadOnlyDictionary<string, ComposeService> Services { get; }

    public IReadOnlyList<string> Volumes { get; }

    /// <summary>The services that run Karton.</summary>
    public IEnumerable<ComposeService> OfKarton => Services.Values.Where(service => service.IsBuilt);

    public static ComposeFile Read()
    {
        using var reader = new StreamReader(Path);
        var parser = new MergingParser(new Parser(reader));
        return new ComposeFile(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object?>>(parser));
    }

    internal static Dictionary<object, object?> Map(object? node) => (Dictionary<object, object?>)node!;
}
