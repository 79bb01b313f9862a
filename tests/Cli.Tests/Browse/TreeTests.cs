using Karton.Contracts.Data;

namespace Karton.Cli.Tests.Browse;

public sealed class TreeTests : IDisposable
{
    private const string Known = "00000001-0000-0000-0000-000000000000";

    private readonly CliRun _run = new();

    public TreeTests() => _run.Engine.Add(
        Guid.Parse(Known), new Resource { Name = "a.zip", Sha256 = new string('a', 64), Size = 1 }, "refuse");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_tree_of_an_analysis_is_shown()
    {
        Assert.Equal(0, await _run.RunAsync("tree", Known, "--data", "/data"));

        Assert.Equal(
            """
            a.zip  1 B  aaaaaaaaaaaa  raw  unpacker 40 ms
               ! unpacker refused a (ratio): Too much.
            a.zip: partial, 1 sample, 1 task, 1 refused in 1.5 s


            """, _run.Output);
        Assert.Equal(["/data"], _run.Engine.Opened);
    }

    [Fact]
    public async Task Json_is_the_document_of_the_analysis()
    {
        Assert.Equal(0, await _run.RunAsync("tree", "--json", Known, "--data", "/data"));

        Assert.Equal(Known, Assert.Single(_run.Documents).GetProperty("analysisId").GetString());
    }

    [Fact]
    public async Task An_unknown_analysis_is_told_with_its_id()
    {
        const string Unknown = "00000002-0000-0000-0000-000000000000";

        Assert.Equal(1, await _run.RunAsync("tree", Unknown, "--data", "/data"));

        Assert.Equal(
            $"karton: there is no analysis {Unknown} in /data. 'karton list' shows them.\n", _run.Error);
    }

    [Fact]
    public async Task What_is_no_id_is_wrong_use()
    {
        Assert.Equal(1, await _run.RunAsync("tree", "\u001b[2J"));

        Assert.StartsWith(
            @"karton: '\x1b[2J' is no id of an analysis. 'karton list' shows them.", _run.Error,
            StringComparison.Ordinal);
    }
}
