using System.IO.Compression;
using System.Text.Json;

namespace Karton.EndToEnd.Tests;

/// <summary>Archives that are made to use up the disk, the memory or the time of whoever unpacks them.</summary>
public sealed class BombTests
{
    private const long Budget = 250L << 20;

    // Without its defences the program would work for hours.
    [Fact(Timeout = 60_000)]
    public async Task Archives_in_archives_with_gigabytes_at_the_bottom_are_refused_and_take_no_room()
    {
        using var workspace = new Workspace();
        var layer = Zip(("0.bin", Zeros(4L << 30)));
        for (var depth = 0; depth < 5; depth++)
        {
            var content = layer;
            layer = Zip([.. Enumerable.Range(0, 16).Select(
                part => ($"part-{part:x}.zip", (Action<Stream>)(entry => entry.Write(content))))]);
        }

        var document = await AnalyzeAsync(
            workspace, workspace.File("bomb.zip", layer), TestContext.Current.CancellationToken);

        Assert.Equal("completed", document.Document.GetProperty("state").GetString());
        Assert.True(document.Document.GetProperty("refused").GetInt32() > 0);
        Assert.InRange(document.PeakMemory, 1, Budget);
        Assert.InRange(SizeOf(workspace.Data), 1, Budget);
    }

    [Fact]
    public async Task A_small_file_that_says_it_holds_4_GiB_is_refused()
    {
        using var workspace = new Workspace();

        // A local header with no data behind it: deflated, 4 GiB - 1 when unpacked, named "a".
        byte[] lie =
        [
            0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0x61,
        ];

        var document = await AnalyzeAsync(
            workspace, workspace.File("31-bytes.zip", lie), TestContext.Current.CancellationToken);

        Assert.Equal(31, lie.Length);
        Assert.Equal(1, document.Document.GetProperty("samples").GetInt32());
        Assert.True(document.Document.GetProperty("refused").GetInt32() > 0);
        Assert.InRange(document.PeakMemory, 1, Budget);
    }

    private static async Task<(JsonElement Document, long PeakMemory)> AnalyzeAsync(
        Workspace workspace, string file, CancellationToken cancellationToken)
    {
        await using var run = KartonRun.Start("analyze", "--json", "--data", workspace.Data, file);
        var (result, peak) = await run.WaitWatchingMemoryAsync(cancellationToken);
        Assert.Equal(2, result.ExitCode);
        return (Assert.Single(result.Documents), peak);
    }

    private static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                write(entry);
            }
        }

        return file.ToArray();
    }

    private static Action<Stream> Zeros(long count) => entry =>
    {
        var block = new byte[1 << 20];
        for (var written = 0L; written < count; written += block.Length)
        {
            entry.Write(block);
        }
    };

    private static long SizeOf(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
