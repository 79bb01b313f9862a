namespace Karton.Deployment.Tests;

/// <summary>One service of <c>docker-compose.yml</c>.</summary>
internal sealed class ComposeService(string name, Dictionary<object, object?> node)
{
    public string Name => name;

    public string Image => Text("image") ?? "";

    public bool IsBuilt => node.ContainsKey("build");

    public IReadOnlyList<string> Command => List("command");

    public IReadOnlyDictionary<string, string> Environment =>
        ComposeFile.Map(node["environment"]).ToDictionary(
            variable => (string)variable.Key, variable => (string)variable.Value!);

    /// <summary>What is run to see whether it is healthy; nothing when that is switched off.</summary>
    public IReadOnlyList<string> HealthTest =>
        ComposeFile.Map(node["healthcheck"]).TryGetValue("test", out var test)
            ? [.. ((List<object>)test!).Cast<string>()]
            : [];

    public IReadOnlyList<string> DependsOn =>
        node.TryGetValue("depends_on", out var others) ? [.. ComposeFile.Map(others).Keys.Cast<string>()] : [];

    public string? Text(string key) => node.TryGetValue(key, out var value) ? value as string : null;

    public IReadOnlyList<string> List(string key) =>
        node.TryGetValue(key, out var value) ? [.. ((List<object>)value!).Cast<string>()] : [];

    public override string ToString() => Name;
}
