using System.Formats.Tar;
using System.IO.Compression;

namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class TarTests
{
    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task Reads_every_dialect(TarEntryFormat format)
    {
        var name = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? new string('n', 300) + "/ä" : "name";
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, format, leaveOpen: true))
        {
            foreach (var entryName in new[] { name, "last" })
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, entryName),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, entryName),
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, entryName),
                    _ => new GnuTarEntry(TarEntryType.RegularFile, entryName),
                };
                entry.DataStream = new MemoryStream("contents"u8.ToArray());
                writer.WriteEntry(entry);
            }
        }

        var sink = await Unpack.BytesAsync(tar.ToArray());

        Assert.Empty(sink.Refusals);
        Assert.Equal([name, "last"], sink.Names);
        Assert.Equal("contents", sink.Text(name));
    }

    [Theory]
    [InlineData('1', "link")]
    [InlineData('2', "link")]
    [InlineData('3', "special")]
    [InlineData('6', "special")]
    [InlineData('S', "unsupported")]
    public async Task Refuses_what_is_no_file_and_goes_on(char kind, string reason)
    {
        var tar = new TarBuilder().Add("odd", [], kind).Add("file", [1, 2, 3]).Build();

        var sink = await Unpack.BytesAsync(tar);

        Assert.Equal(["file"], sink.Names);
        Assert.Equal([(reason, "odd")], sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject!)));
    }

    [Fact]
    public async Task Takes_a_tar_for_one_whatever_its_first_name_looks_like()
    {
        var sink = await Unpack.BytesAsync(new TarBuilder().Add("BZh91AY&SY", [1]).Build());

        Assert.Equal(["BZh91AY&SY"], sink.Names);
    }

    [Fact]
    public async Task Keeps_what_stands_before_a_damaged_header()
    {
        var tar = new TarBuilder().Add("first", [1]).Add("second", [2]).Build();
        tar[1024] ^= 1;

        var sink = await Unpack.BytesAsync(tar);

        Assert.Equal(["first"], sink.Names);
        Assert.Equal(["corrupt"], sink.Reasons);
    }

    [Theory]
    [InlineData('0')]
    [InlineData('L')]
    [InlineData('x')]
    [InlineData('2')]
    public async Task Refuses_sizes_that_lead_beyond_the_end(char kind)
    {
        byte[] tar = [.. TarBuilder.Header("liar", 0x1_FFFF_FFFF, kind), .. new byte[512]];

        var plain = await Unpack.BytesAsync(tar);
        var packed = await Unpack.BytesAsync(Gzip(tar), "liar.tar.gz");

        Assert.NotEmpty(plain.Refusals);
        Assert.NotEmpty(packed.Refusals);
        Assert.Empty(plain.Entries);
        Assert.Empty(packed.Entries);
    }

    [Fact]
    public async Task Stops_a_bomb_that_hides_in_what_is_passed_over()
    {
        // A gigabyte of zeros behind a link, which has no contents that anyone would look at.
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(TarBuilder.Header("link", 1L << 30, '2'));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(zeros);
            }
        }

        var sink = await Unpack.BytesAsync(packed.ToArray(), "bomb.tgz");

        Assert.Equal(["link", "ratio"], sink.Reasons);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
