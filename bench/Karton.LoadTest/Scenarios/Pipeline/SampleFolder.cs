using System.IO.Compression;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>A folder of samples, deleted at the end: zips with one stored member of random bytes, so that no two
/// contents are the same and nothing is to be decompressed.</summary>
internal sealed class SampleFolder : IDisposable
{
    private const int Block = 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("karton-load-");

    internal string Path => _folder.FullName;

    /// <summary>Replaces what is in it.</summary>
    /// <param name="count">How many samples.</param>
    /// <param name="size">How long the member of each is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal void Fill(int count, int size, CancellationToken cancellationToken)
    {
        foreach (var file in _folder.EnumerateFiles())
        {
            file.Delete();
        }

        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(System.IO.Path.Combine(Path, $"{index}.zip"), size);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Write(string path, int size)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var member = zip.CreateEntry("member.bin", CompressionLevel.NoCompression).Open();
        var block = new byte[Math.Min(size, Block)];
        for (var left = size; left > 0; left -= block.Length)
        {
            Random.Shared.NextBytes(block);
            member.Write(block, 0, Math.Min(left, block.Length));
        }
    }
}
