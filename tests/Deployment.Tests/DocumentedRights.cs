using System.Text.RegularExpressions;
using Karton.Architecture.Tests;

namespace Karton.Deployment.Tests;

/// <summary>The rights of RabbitMQ's users as <c>docs/operations.md</c> tells to give them.</summary>
internal sealed partial record DocumentedRights(string Configure, string Write, string Read)
{
    public static IReadOnlyDictionary<string, DocumentedRights> ByUser { get; } =
        Command().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"))).ToDictionary(
            match => match.Groups["user"].Value,
            match => new DocumentedRights(
                match.Groups["configure"].Value, match.Groups["write"].Value, match.Groups["read"].Value));

    [GeneratedRegex("""
        set_permissions -p karton (?<user>[a-z-]+) "(?<configure>[^"]*)" "(?<write>[^"]*)" "(?<read>[^"]*)"
        """)]
    private static partial Regex Command();
}
