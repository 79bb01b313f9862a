namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class RealFileTests
{
    private const string Folder = "/usr/share/clamav-testfiles";

    [Theory]
    [InlineData("clam.7z")]
    [InlineData("clam.arj")]
    [InlineData("clam.bz2.zip")]
    [InlineData("clam.cab")]
    [InlineData("clam.d64.zip")]
    [InlineData("clam.exe.bz2")]
    [InlineData("clam.impl.zip")]
    [InlineData("clam.tar.gz")]
    [InlineData("clam.zip")]
    [InlineData("clam_cache_emax.tgz")]
    public async Task Unpacks_the_file(string name)
    {
        var path = Path.Combine(Folder, name);
        var sink = await Unpack.BytesAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), name);
        foreach (var e in sink.Entries) { Console.WriteLine($"{name}: {e.Name} {e.Content.Length}"); }
        foreach (var e in sink.Refusals) { Console.WriteLine($"{name}: {e}"); }
        Assert.NotEmpty(sink.Entries);
    }
}
