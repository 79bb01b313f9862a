using System.Text;

namespace Karton.EndToEnd.Tests;

public sealed class AnalyzeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_shipped_samples_complete_without_a_complaint()
    {
        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", Shipped("inputs"));

        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Documents);
        Assert.All(result.Documents, document =>
        {
            Assert.Equal("completed", document.GetProperty("state").GetString());
            Assert.Equal("succeeded", document.GetProperty("outcome").GetString());
        });
    }

    [Fact]
    public async Task What_is_refused_of_the_hostile_samples_is_said_and_the_rest_goes_on()
    {
        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", Shipped("hostile"));

        Assert.Equal(2, result.ExitCode);
        Assert.All(result.Documents, document =>
            Assert.Equal("completed", document.GetProperty("state").GetString()));
        Assert.Contains(result.Documents, document => document.GetProperty("refused").GetInt32() > 0);
    }

    [Fact]
    public async Task Every_file_of_a_real_collection_of_packed_programs_completes()
    {
        var files = Directory.GetFiles("/usr/share/clamav-testfiles");

        var result = await KartonRun.ToEndAsync(Token, ["analyze", "--json", .. files]);

        Assert.Equal(files.Length, result.Documents.Count);
        Assert.All(result.Documents, document =>
        {
            Assert.Equal("completed", document.GetProperty("state").GetString());
            Assert.Equal(0, document.GetProperty("crashed").GetInt32());
        });
    }

    [Fact]
    public async Task Every_member_of_a_large_archive_is_one_sample_and_a_second_run_gives_the_same_tree()
    {
        using var workspace = new Workspace();
        var zip = workspace.Zip("many.zip", 10_000);

        var first = await KartonRun.ToEndAsync(Token, "analyze", "--json", zip);
        var second = await KartonRun.ToEndAsync(Token, "analyze", "--json", zip);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(10_001, Assert.Single(first.Documents).GetProperty("samples").GetInt32());
        Assert.Equal(Tree.Of(first.Documents[0]), Tree.Of(Assert.Single(second.Documents)));
    }

    [Fact]
    public async Task A_file_of_2_GiB_passes_in_little_memory()
    {
        using var workspace = new Workspace();
        var large = workspace.Sparse("large.bin", 2L << 30);
        await using var run = KartonRun.Start("analyze", "--json", "--data", workspace.Data, large);

        var (result, peak) = await run.WaitWatchingMemoryAsync(Token);

        var document = Assert.Single(result.Documents);
        Assert.Equal("completed", document.GetProperty("state").GetString());
        Assert.Equal(2L << 30, document.GetProperty("tree").GetProperty("size").GetInt64());
        Assert.InRange(peak, 1, 250L << 20);
    }

    [Fact]
    public async Task Standard_input_is_an_input_like_any_other()
    {
        await using var run = KartonRun.Start("analyze", "--json", "-");
        await run.WriteInputAsync("#!/bin/sh\necho hello\n"u8.ToArray(), Token);

        var result = await run.WaitAsync(Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(21, Assert.Single(result.Documents).GetProperty("tree").GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task An_empty_file_is_a_sample_too()
    {
        using var workspace = new Workspace();

        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", workspace.File("empty", []));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("completed", Assert.Single(result.Documents).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_missing_file_stops_everything_before_anything_is_submitted()
    {
        using var workspace = new Workspace();
        var there = workspace.File("there", "x"u8.ToArray());
        var missing = Path.Combine(workspace.Root, "missing");

        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", there, missing);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(missing, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_contains_itself_by_a_link_ends()
    {
        using var workspace = new Workspace();
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Root, "folder")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "one.txt"), "one", Token);
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), folder);

        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", folder);

        Assert.Equal(0, result.ExitCode);
        Assert.Single(result.Documents);
    }

    [Fact]
    public async Task A_name_with_control_characters_is_shown_escaped()
    {
        using var workspace = new Workspace();
        var hostile = workspace.File("a\u001b[31mred\u202egnp.exe", Encoding.ASCII.GetBytes("hello"));

        var text = await KartonRun.ToEndAsync(Token, "analyze", hostile);
        var json = await KartonRun.ToEndAsync(Token, "analyze", "--json", hostile);

        Assert.Equal(0, text.ExitCode);
        Assert.DoesNotContain('\u001b', text.Output + text.Error);
        Assert.DoesNotContain('\u202e', text.Output + text.Error);
        Assert.DoesNotContain('\u202e', json.Output);
        Assert.Equal(
            "a\u001b[31mred\u202egnp.exe",
            Assert.Single(json.Documents).GetProperty("tree").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_missing_directory_for_temporary_files_is_named()
    {
        using var workspace = new Workspace();
        var missing = Path.Combine(workspace.Root, "missing");
        await using var run = KartonRun.Start(
            new Dictionary<string, string> { ["TMPDIR"] = missing },
            "analyze",
            workspace.File("a", "x"u8.ToArray()));

        var result = await run.WaitAsync(Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(missing, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_in_use_is_refused_with_its_name()
    {
        using var workspace = new Workspace();
        await using var first = KartonRun.Start("up", "--data", workspace.Data);
        await first.LineAsync("Karton is up", Token);

        var second = await KartonRun.ToEndAsync(Token, "up", "--data", workspace.Data);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(workspace.Data, second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ends_well_when_it_is_asked_to_stop()
    {
        using var workspace = new Workspace();
        await using var run = KartonRun.Start("up", "--data", workspace.Data);
        await run.LineAsync("Karton is up", Token);

        run.Signal("TERM");
        var result = await run.WaitAsync(Token);

        Assert.Equal(0, result.ExitCode);
    }

    private static string Shipped(string folder) => RealFiles.Shipped(folder);
}
