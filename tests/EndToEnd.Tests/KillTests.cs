using System.Formats.Tar;
using System.Security.Cryptography;

namespace Karton.EndToEnd.Tests;

/// <summary>The program is ended by <c>kill -9</c> in the middle of its work and started again.</summary>
public sealed class KillTests
{
    private const int Members = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(150)]
    [InlineData(290)]
    public async Task The_same_command_given_again_ends_with_the_tree_of_an_undisturbed_run(int objectsBeforeKill)
    {
        using var workspace = new Workspace();
        var archive = Nested(workspace);
        var undisturbed = await UndisturbedAsync(archive);

        await KillAsync(workspace, objectsBeforeKill, "analyze", "--json", "--data", workspace.Data, archive);
        var again = await KartonRun.ToEndAsync(Token, "analyze", "--json", "--data", workspace.Data, archive);

        Assert.True(again.ExitCode == 0, $"Exit code {again.ExitCode}: {again.Error}");
        Assert.Equal(Tree.Of(Assert.Single(undisturbed.Documents)), Tree.Of(Assert.Single(again.Documents)));
    }

    [Fact]
    public async Task Up_goes_on_with_what_a_killed_analyze_has_left()
    {
        using var workspace = new Workspace();
        var archive = Nested(workspace);
        var undisturbed = await UndisturbedAsync(archive);
        await KillAsync(workspace, 100, "analyze", "--json", "--data", workspace.Data, archive);

        await using (var up = KartonRun.Start("up", "--data", workspace.Data))
        {
            await up.LineAsync("completed", Token);
        }

        var list = await KartonRun.ToEndAsync(Token, "list", "--json", "--data", workspace.Data);
        var id = Assert.Single(list.Documents).GetProperty("analysisId").GetString()!;
        var tree = await KartonRun.ToEndAsync(Token, "tree", "--json", "--data", workspace.Data, id);
        Assert.Equal(Tree.Of(undisturbed.Documents[0]), Tree.Of(Assert.Single(tree.Documents)));
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_still_gets_there()
    {
        using var workspace = new Workspace();
        var archive = Nested(workspace);
        var undisturbed = await UndisturbedAsync(archive);

        // Each time a little further than the last; a fourth time amid the same delivery would end it as lost.
        foreach (var objects in (int[])[60, 150, 240])
        {
            await KillAsync(workspace, objects, "analyze", "--json", "--data", workspace.Data, archive);
        }

        var last = await KartonRun.ToEndAsync(Token, "analyze", "--json", "--data", workspace.Data, archive);

        Assert.Equal(Tree.Of(undisturbed.Documents[0]), Tree.Of(Assert.Single(last.Documents)));
    }

    [Fact]
    public async Task An_interrupted_analyze_says_how_to_go_on_and_the_rest_is_done_later()
    {
        using var workspace = new Workspace();
        var archive = Nested(workspace);
        var undisturbed = await UndisturbedAsync(archive);
        await using (var run = KartonRun.Start("analyze", "--json", "--data", workspace.Data, archive))
        {
            await ObjectsAsync(workspace, 50, run);
            run.Signal("INT");
            var interrupted = await run.WaitAsync(Token);

            Assert.Equal(130, interrupted.ExitCode);
            Assert.Empty(interrupted.Documents);
            Assert.Contains("goes on", interrupted.Error, StringComparison.Ordinal);
        }

        var later = await KartonRun.ToEndAsync(Token, "analyze", "--json", "--data", workspace.Data, archive);

        Assert.Equal(Tree.Of(undisturbed.Documents[0]), Tree.Of(Assert.Single(later.Documents)));
    }

    private static async Task<KartonResult> UndisturbedAsync(string archive)
    {
        var result = await KartonRun.ToEndAsync(Token, "analyze", "--json", archive);
        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}: {result.Error}");
        return result;
    }

    /// <summary>Runs the program until so many objects lie in its store, then kills it.</summary>
    private static async Task KillAsync(Workspace workspace, int objects, params string[] arguments)
    {
        await using var run = KartonRun.Start(arguments);
        await ObjectsAsync(workspace, objects, run);
        await run.KillAsync(Token);
    }

    private static async Task ObjectsAsync(Workspace workspace, int objects, KartonRun run)
    {
        var store = Path.Combine(workspace.Data, "objects", "sha256");
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!run.HasExited && Count(store) < objects)
        {
            await look.WaitForNextTickAsync(Token);
        }

        Assert.False(run.HasExited, "The program was done before it could be disturbed.");
    }

    private static int Count(string store) => Directory.Exists(store)
        ? Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Count()
        : 0;

    /// <summary>A tar in a tar, with members that are too large to travel inside their tasks.</summary>
    private static string Nested(Workspace workspace)
    {
        var inner = new MemoryStream();
        using (var tar = new TarWriter(inner, TarEntryFormat.Pax, leaveOpen: true))
        {
            for (var member = 0; member < Members; member++)
            {
                Write(tar, $"member-{member:D3}.bin", Content(member));
            }
        }

        var outer = new MemoryStream();
        using (var tar = new TarWriter(outer, TarEntryFormat.Pax, leaveOpen: true))
        {
            Write(tar, "inner.tar", inner.ToArray());
        }

        return workspace.File("outer.tar", outer.ToArray());
    }

    private static byte[] Content(int member)
    {
        var seed = SHA256.HashData(BitConverter.GetBytes(member));
        return [.. Enumerable.Repeat(seed, 200).SelectMany(bytes => bytes)];
    }

    private static void Write(TarWriter tar, string name, byte[] content) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
}
