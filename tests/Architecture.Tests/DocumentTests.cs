using System.Text.RegularExpressions;

namespace Karton.Architecture.Tests;

public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => new(
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.md"))
            .Select(Repository.Relative));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_that_a_document_shows_is_code_that_compiles(string document)
    {
        var compiled = Repository.Sources("samples").Select(path => Squeeze(File.ReadAllText(path))).ToArray();
        var shown = CodeBlock().Matches(Read(document)).Select(match => match.Groups[1].Value);

        Assert.All(shown, code => Assert.Contains(
            compiled, source => source.Contains(Squeeze(code), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_file_that_a_document_names_is_there(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var missing = Link().Matches(Read(document)).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)))
            .Concat(SourceFile().Matches(Read(document)).Select(match => match.Groups[1].Value)
                .Where(target => !Path.Exists(Path.Combine(Repository.Root, target))));

        Assert.Empty(missing);
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    private static string Squeeze(string code) => WhiteSpace().Replace(code, " ").Trim();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|samples|docs|scripts|bench)/[^`\s*]+)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
