using System.Text;

namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class ZipTests
{
    [Fact]
    public async Task Reads_names_in_the_code_page_of_DOS_unless_they_are_marked()
    {
        var zip = new ZipBuilder()
            .Add([0x84, 0x9B, 0xE1], "a"u8.ToArray(), Fact("a"))
            .Add("ä¢ß"u8.ToArray(), "b"u8.ToArray(), Fact("b") with { Flags = 0x800 })
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["ä¢ß", "ä¢ß"], sink.Names);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("C:\\Windows\\System32\\evil.dll")]
    [InlineData("/absolute")]
    [InlineData("a\u0000b\u001b[31m\u202Egnp.exe")]
    [InlineData(".")]
    public async Task Takes_a_hostile_name_as_it_is(string name)
    {
        var sink = await Unpack.BytesAsync(new ZipBuilder().Add(name, "x").Build());

        Assert.Empty(sink.Refusals);
        Assert.Equal([name], sink.Names);
    }

    [Fact]
    public async Task Cuts_a_name_that_is_too_long_and_names_what_has_no_name()
    {
        var zip = new ZipBuilder().Add(new string('n', 60_000), "x").Add("", "y").Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal([new string('n', 4096), "unnamed"], sink.Names);
    }

    [Fact]
    public async Task Keeps_many_long_names_shorter()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 1500; i++)
        {
            zip.Stored(i.ToString("d5") + new string('n', 4091), [(byte)i]);
        }

        var sink = await Unpack.BytesAsync(zip.Build());

        Assert.Equal(1500, sink.Entries.Count);
        Assert.Equal(256, sink.Names.Last().Length);
        Assert.InRange(sink.Names.Sum(name => name.Length), 1, 5_000_000);
    }

    [Fact]
    public async Task Passes_over_directories_but_not_over_contents_hidden_in_them()
    {
        var zip = new ZipBuilder().Add("folder/", []).Add("hidden/", "contents").Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["hidden/"], sink.Names);
    }

    [Fact]
    public async Task Refuses_a_link()
    {
        var zip = new ZipBuilder()
            .Add("link"u8.ToArray(), "/etc/passwd"u8.ToArray(), Fact("/etc/passwd") with
            {
                MadeOn = 3,
                Attributes = 0xA1FF0000,
            })
            .Add("file", "x")
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["file"], sink.Names);
        Assert.Equal([("link", "link")], sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject!)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Finds_the_members_behind_something_put_before_the_zip(int shift)
    {
        var prefix = new byte[7];
        var builder = new ZipBuilder(prefix).Add("a", "first").Add("b", "second");
        var zip = builder.Build(shift: shift);
        if (shift > 0)
        {
            ShiftOffsets(zip, shift);
        }

        var sink = await Unpack.BytesAsync(zip, extension: "zip");

        Assert.Empty(sink.Refusals);
        Assert.Equal(["a", "b"], sink.Names);
    }

    [Fact]
    public async Task Is_not_fooled_by_a_directory_in_the_comment()
    {
        var fake = Encoding.Latin1.GetString(new ZipBuilder().Add("fake", "x").Build());
        var zip = new ZipBuilder().Add("real", "x").Build(comment: fake + "!");

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["real"], sink.Names);
    }

    [Fact]
    public async Task Finds_the_members_of_a_zip_without_a_directory_and_says_so()
    {
        var zip = new ZipBuilder().Add("a", "first").Add("b", "second").Build(hasDirectory: false);

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal("first", sink.Text("a"));
        Assert.Equal("second", sink.Text("b"));
        Assert.Equal(["corrupt"], sink.Reasons);
    }

    [Fact]
    public async Task Finds_the_length_of_a_member_whose_size_stands_behind_it()
    {
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(
            new ForwardOnly(zip), System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "a", "b" })
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write("contents of " + name);
            }
        }

        var whole = await Unpack.BytesAsync(zip.ToArray());
        var cut = await Unpack.BytesAsync(zip.ToArray()[..^40]);

        Assert.Empty(whole.Refusals);
        Assert.Equal("contents of b", whole.Text("b"));
        Assert.Equal(["a", "b"], cut.Names);
    }

    [Fact]
    public async Task Refuses_members_that_share_their_bytes()
    {
        var content = new byte[1000];
        var zip = new ZipBuilder().Add("first", content);
        for (var i = 0; i < 100; i++)
        {
            zip.Add("again"u8.ToArray(), ZipBuilder.Deflate(content), new ZipFacts
            {
                Method = 8,
                Crc = ZipBuilder.Crc(content),
                Size = content.Length,
                Offset = 0,
            });
        }

        var sink = await Unpack.BytesAsync(zip.Build());

        Assert.Equal(["first"], sink.Names);
        Assert.Equal(100, sink.Reasons.Count(reason => reason == "overlap"));
    }

    [Fact]
    public async Task Refuses_a_member_whose_data_reach_over_the_next_one()
    {
        var inner = new byte[500];
        var zip = new ZipBuilder()
            .Add("outer"u8.ToArray(), new byte[10], new ZipFacts { Size = 400, CompressedSize = 400 })
            .Stored("inner", inner)
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["inner"], sink.Names);
        Assert.Equal(["overlap"], sink.Reasons);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    public async Task Refuses_a_member_whose_size_is_a_lie(int declared)
    {
        var content = new byte[50];
        var zip = new ZipBuilder()
            .Add("liar"u8.ToArray(), ZipBuilder.Deflate(content), new ZipFacts
            {
                Method = 8,
                Crc = ZipBuilder.Crc(content),
                Size = declared,
            })
            .Add("honest", "x")
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["honest"], sink.Names);
        Assert.Equal(["corrupt"], sink.Reasons);
    }

    [Fact]
    public async Task Refuses_a_member_whose_CRC_does_not_fit()
    {
        var zip = new ZipBuilder().Add("a"u8.ToArray(), "x"u8.ToArray(), Fact("x") with { Crc = 1 }).Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Empty(sink.Entries);
        Assert.Contains("CRC", Assert.Single(sink.Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_method_is_not_supported()
    {
        var zip = new ZipBuilder().Add("a"u8.ToArray(), "x"u8.ToArray(), Fact("x") with { Method = 97 }).Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(
            ("unsupported", "Compression method 97 of zip is not supported.", "a"), Assert.Single(sink.Refusals));
    }

    [Fact]
    public async Task Takes_a_member_that_is_marked_as_encrypted_and_is_not()
    {
        var zip = new ZipBuilder()
            .Add("a"u8.ToArray(), "in the open"u8.ToArray(), Fact("in the open") with { Flags = 1 })
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Empty(sink.Refusals);
        Assert.Equal("in the open", sink.Text("a"));
    }

    private static ZipFacts Fact(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new ZipFacts { Crc = ZipBuilder.Crc(bytes), Size = bytes.Length };
    }

    /// <summary>Makes the offsets in the directory what they were before something was put before the zip.</summary>
    private static void ShiftOffsets(byte[] zip, int shift)
    {
        for (var i = 0; i < zip.Length - 46; i++)
        {
            if (BitConverter.ToUInt32(zip, i) == 0x02014b50)
            {
                BitConverter.TryWriteBytes(zip.AsSpan(i + 42), BitConverter.ToInt32(zip, i + 42) - shift);
            }
        }
    }

    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
