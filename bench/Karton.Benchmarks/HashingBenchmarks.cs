using BenchmarkDotNet.Attributes;
using Karton.Sdk.Stores;

namespace Karton.Benchmarks;

/// <summary>A stream into the store in a folder, hashed on its way, and out again.</summary>
public class HashingBenchmarks
{
    private DirectoryInfo _folder = null!;
    private FileObjectStore _store = null!;
    private byte[] _content = [];
    private string _known = "";
    private int _number;

    /// <summary>Bytes of the content.</summary>
    [Params(10_000, 1_000_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("karton-bench-");
        _store = new FileObjectStore(_folder.FullName);
        _content = new byte[Size];
        new Random(1).NextBytes(_content);
        _known = (await _store.StoreAsync(new MemoryStream(_content))).Sha256;
    }

    [GlobalCleanup]
    public void CleanUp() => _folder.Delete(recursive: true);

    [Benchmark]
    public async Task StoreNewAndDelete()
    {
        BitConverter.TryWriteBytes(_content, ++_number);
        var stored = await _store.StoreAsync(new MemoryStream(_content));
        await _store.DeleteAsync(stored.Sha256);
    }

    [Benchmark]
    public async Task Read()
    {
        await using var content = await _store.OpenAsync(_known);
        await content.CopyToAsync(Stream.Null);
    }
}
