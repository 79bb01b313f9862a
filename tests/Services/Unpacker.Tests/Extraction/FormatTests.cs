using System.IO.Compression;
using System.Text;
using SharpCompress.Compressors.BZip2;

namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class FormatTests
{
    [Theory]
    [InlineData("lzma2.7z")]
    [InlineData("lzma.7z")]
    [InlineData("ppmd.7z")]
    [InlineData("bzip2.7z")]
    [InlineData("deflate.7z")]
    [InlineData("copy.7z")]
    [InlineData("filters.7z")]
    [InlineData("encrypted.7z")]
    [InlineData("encrypted-copy.7z")]
    [InlineData("encrypted-list.7z")]
    [InlineData("lzma.zip")]
    [InlineData("ppmd.zip")]
    [InlineData("bzip2.zip")]
    [InlineData("deflate64.zip")]
    [InlineData("aes.zip")]
    [InlineData("aes-copy.zip")]
    [InlineData("zipcrypto.zip")]
    [InlineData("posix.tar")]
    [InlineData("posix.tar.xz")]
    [InlineData("posix.tar.lz")]
    public async Task Unpacks_every_file_of_an_archive(string name) =>
        DataFiles.AssertUnpacked(await Unpack.BytesAsync(DataFiles.Read(name), name));

    [Theory]
    [InlineData("two.txt.xz")]
    [InlineData("crc32.xz")]
    [InlineData("sha256.xz")]
    [InlineData("filtered.xz")]
    [InlineData("two.txt.zst")]
    public async Task Unpacks_a_compressed_file(string name)
    {
        var sink = await Unpack.BytesAsync(DataFiles.Read(name), name);

        Assert.Empty(sink.Refusals);
        Assert.Equal(DataFiles.Second, sink.Text(Path.GetFileNameWithoutExtension(name)));
    }

    [Theory]
    [InlineData("streams.xz")]
    [InlineData("frames.zst")]
    [InlineData("members.lz")]
    public async Task Unpacks_all_streams_of_a_compressed_file(string name)
    {
        var sink = await Unpack.BytesAsync(DataFiles.Read(name), name);

        Assert.Empty(sink.Refusals);
        Assert.Equal(DataFiles.First + DataFiles.Second, sink.Text(Path.GetFileNameWithoutExtension(name)));
    }

    [Fact]
    public async Task Unpacks_all_members_of_a_gzip()
    {
        byte[] archive = [.. Gzip(DataFiles.First), .. Gzip(DataFiles.Second)];

        var sink = await Unpack.BytesAsync(archive, "log.gz");

        Assert.Empty(sink.Refusals);
        Assert.Equal(DataFiles.First + DataFiles.Second, sink.Text("log"));
    }

    [Fact]
    public async Task Names_the_contents_of_a_gzip_as_its_header_does()
    {
        byte[] archive = [.. Gzip("x")];
        archive[3] |= 8;
        archive = [.. archive[..10], .. "inside.txt\0"u8, .. archive[10..]];

        var sink = await Unpack.BytesAsync(archive, "outside.gz");

        Assert.Equal(["inside.txt"], sink.Names);
    }

    [Fact]
    public async Task Unpacks_all_streams_of_a_bzip2()
    {
        byte[] archive = [.. Bzip2(DataFiles.First), .. Bzip2(DataFiles.Second)];

        var sink = await Unpack.BytesAsync(archive, "log.bz2");

        Assert.Empty(sink.Refusals);
        Assert.Equal(DataFiles.First + DataFiles.Second, sink.Text("log"));
    }

    [Fact]
    public async Task Unpacks_a_bare_zlib_stream()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write("deflated"u8);
        }

        var sink = await Unpack.BytesAsync(packed.ToArray(), "data.zlib", "zlib");

        Assert.Equal("deflated", sink.Text("data"));
    }

    [Fact]
    public async Task Unpacks_what_the_old_compress_has_packed()
    {
        // "aaaa" in codes of 9 bits: a, then the code for "aa" that the decoder is just about to learn, then a.
        byte[] archive = [0x1F, 0x9D, 0x90, 0x61, 0x02, 0x86, 0x01];

        var sink = await Unpack.BytesAsync(archive, "letters.Z");

        Assert.Empty(sink.Refusals);
        Assert.Equal("aaaa", sink.Text("letters"));
    }

    [Theory]
    [InlineData("archive.tgz", "gz")]
    [InlineData("archive.tar.bz2", "bz2")]
    public async Task Unpacks_a_compressed_tar_in_one_go(string name, string format)
    {
        var tar = DataFiles.Read("posix.tar");
        var archive = format == "gz" ? Gzip(tar) : Bzip2(tar);

        DataFiles.AssertUnpacked(await Unpack.BytesAsync(archive, name));
    }

    [Theory]
    [InlineData("clam.7z")]
    [InlineData("clam.arj")]
    [InlineData("clam.bz2.zip")]
    [InlineData("clam.cab")]
    [InlineData("clam.bin-be.cpio")]
    [InlineData("clam.bin-le.cpio")]
    [InlineData("clam.newc.cpio")]
    [InlineData("clam.odc.cpio")]
    [InlineData("clam.d64.zip")]
    [InlineData("clam.exe.bz2")]
    [InlineData("clam.impl.zip")]
    [InlineData("clam.tar.gz")]
    [InlineData("clam.zip")]
    public async Task Unpacks_the_test_files_of_clamav(string name)
    {
        var archive = await File.ReadAllBytesAsync(
            Path.Combine("/usr/share/clamav-testfiles", name), TestContext.Current.CancellationToken);

        var sink = await Unpack.BytesAsync(archive, name, Path.GetExtension(name)[1..]);

        Assert.Empty(sink.Refusals);
        var (entry, content) = Assert.Single(sink.Entries);
        Assert.Equal("clam.exe", entry.ToLowerInvariant());
        Assert.Equal(544, content.Length);
        Assert.Equal("MZ"u8, content.AsSpan(0, 2));
    }

    [Theory]
    [InlineData("iso")]
    [InlineData("lzh")]
    [InlineData(null)]
    public async Task Says_what_it_does_not_support(string? extension)
    {
        var sink = await Unpack.BytesAsync(Encoding.ASCII.GetBytes("no archive at all"), "x", extension);

        var refusal = Assert.Single(sink.Refusals);
        Assert.Equal("unsupported", refusal.Reason);
        Assert.Contains(extension ?? "no archive that is known", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_by_the_contents_and_not_by_the_extension() =>
        DataFiles.AssertUnpacked(await Unpack.BytesAsync(DataFiles.Read("lzma2.7z"), "x.zip", "zip"));

    private static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Bzip2(string text) => Bzip2(Encoding.UTF8.GetBytes(text));

    private static byte[] Bzip2(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var bzip2 = BZip2Stream.Create(
            packed, SharpCompress.Compressors.CompressionMode.Compress, false, leaveOpen: true))
        {
            bzip2.Write(content);
        }

        return packed.ToArray();
    }
}
