using Karton.Architecture.Tests;

namespace Karton.Deployment.Tests;

/// <summary>The <c>Dockerfile</c> as a list of instructions.</summary>
internal sealed record Dockerfile(IReadOnlyList<(string Name, string Arguments)> Instructions)
{
    /// <summary>The sources of every COPY that takes them from the repository.</summary>
    public IEnumerable<string> Copied => Of("COPY")
        .Where(arguments => !arguments.StartsWith("--from=", StringComparison.Ordinal))
        .SelectMany(arguments => arguments.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal))
            .SkipLast(1));

    /// <summary>The instructions of the image that is shipped: those of the last stage.</summary>
    public Dockerfile LastStage => new(
        [.. Instructions.Skip(Instructions.ToList().FindLastIndex(instruction => instruction.Name == "FROM"))]);

    public static Dockerfile Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"))
            .Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#');
        return new Dockerfile([.. string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Select(line => (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]))]);
    }

    public IEnumerable<string> Of(string name) =>
        Instructions.Where(instruction => instruction.Name == name).Select(instruction => instruction.Arguments);
}
