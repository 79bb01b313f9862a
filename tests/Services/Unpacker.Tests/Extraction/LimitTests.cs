using System.Diagnostics;
using System.IO.Compression;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class LimitTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Stops_a_bomb_after_the_floor_and_takes_the_rest()
    {
        var zip = new ZipBuilder()
            .Add("before", "x")
            .Add("bomb", new byte[64 * MiB])
            .Add("after", "y")
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["before", "after"], sink.Names);
        Assert.Equal([("ratio", "bomb")], sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject!)));
        Assert.InRange(sink.LargestEntry, 15 * MiB, 17 * MiB);
    }

    [Fact]
    public async Task Takes_a_sparse_file_below_the_floor()
    {
        var sink = await Unpack.BytesAsync(new ZipBuilder().Add("sparse", new byte[16 * MiB]).Build());

        Assert.Empty(sink.Refusals);
    }

    [Fact]
    public async Task Takes_a_repetitive_log()
    {
        var log = string.Concat(Enumerable.Range(0, 300_000)
            .Select(i => $"2024-01-02T03:04:{i % 60:00} INFO request {i} from 10.0.0.{i % 250} took {i % 900} ms\n"));

        var sink = await Unpack.BytesAsync(new ZipBuilder().Add("server.log", log).Build());

        Assert.Empty(sink.Refusals);
        Assert.Equal(log.Length, sink.Entries.Single().Content.Length);
    }

    [Theory]
    [InlineData("bomb.gz")]
    [InlineData("bomb.tgz")]
    public async Task Stops_ten_gigabytes_of_zeros_early(string name)
    {
        var size = 10L << 30;
        await using var bomb = new RepeatedBomb(name.EndsWith(".tgz", StringComparison.Ordinal)
            ? TarBuilder.Header("zeros", 1L << 30, '0')
            : []);
        var clock = Stopwatch.StartNew();

        var sink = await Unpack.StreamAsync(bomb, name, limits: Unpack.Limits with { EntryBytes = size });

        Assert.Empty(sink.Entries);
        Assert.Equal("ratio", sink.Reasons.First());
        Assert.InRange(sink.LargestEntry, 15 * MiB, 17 * MiB);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Refuses_a_declared_size_before_anything_is_unpacked()
    {
        var zip = new ZipBuilder()
            .Add("large"u8.ToArray(), [], new ZipFacts { Method = 8, Size = 4_294_967_294 })
            .Add("small", "x")
            .Build();

        var sink = await Unpack.BytesAsync(zip);

        Assert.Equal(["small"], sink.Names);
        Assert.Equal(("size", "large"), sink.Refusals.Select(r => (r.Reason, r.Subject!)).Single());
        Assert.InRange(sink.LargestEntry, 0, 1);
    }

    [Fact]
    public async Task Counts_real_bytes_where_no_size_is_declared()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Noise(3 * MiB));
        }

        var sink = await Unpack.BytesAsync(
            packed.ToArray(), "x.gz", limits: Unpack.Limits with { EntryBytes = 2 * MiB });

        Assert.Empty(sink.Entries);
        Assert.Equal(["size"], sink.Reasons);
    }

    [Fact]
    public async Task Ends_an_archive_that_gives_more_than_allowed_in_all()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 10; i++)
        {
            zip.Stored($"{i}", Noise(MiB));
        }

        var sink = await Unpack.BytesAsync(zip.Build(), limits: Unpack.Limits with { ArchiveBytes = (7 * MiB) + 1 });

        Assert.Equal(7, sink.Entries.Count);
        Assert.Equal(("size", null), sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject)).Single());
    }

    [Fact]
    public async Task Ends_an_archive_with_more_members_than_allowed()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 30; i++)
        {
            zip.Add($"{i}", "x");
        }

        var limited = await Unpack.BytesAsync(zip.Build(), limits: Unpack.Limits with { Entries = 20 });
        var exact = await Unpack.BytesAsync(zip.Build(), limits: Unpack.Limits with { Entries = 30 });

        Assert.Equal(20, limited.Entries.Count);
        Assert.Equal(["entries"], limited.Reasons);
        Assert.Equal(30, exact.Entries.Count);
        Assert.Empty(exact.Refusals);
    }

    [Fact]
    public async Task Ends_an_archive_that_takes_longer_than_allowed()
    {
        var zip = new ZipBuilder().Add("a", "x").Build();

        var sink = await Unpack.BytesAsync(zip, limits: Unpack.Limits with { Time = TimeSpan.FromTicks(1) });

        Assert.Empty(sink.Entries);
        Assert.Equal(["time"], sink.Reasons);
    }

    [Fact]
    public async Task Takes_ten_thousand_members_quickly()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            zip.Add($"folder/{i}.txt", $"file {i}");
        }

        var clock = Stopwatch.StartNew();
        var sink = await Unpack.BytesAsync(zip.Build());

        Assert.Empty(sink.Refusals);
        Assert.Equal(10_000, sink.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Waits_for_memory_that_others_have_and_refuses_what_there_is_not()
    {
        using var memory = new DecoderMemory(64 * MiB);
        var first = await memory.TakeAsync(40 * MiB, TestContext.Current.CancellationToken);

        var waiting = memory.TakeAsync(40 * MiB, TestContext.Current.CancellationToken).AsTask();
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => memory.TakeAsync(65 * MiB, TestContext.Current.CancellationToken).AsTask());

        Assert.False(waiting.IsCompleted);
        Assert.Equal("memory", refused.Reason);
        first!.Dispose();
        Assert.NotNull(await waiting);
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    /// <summary>A gzip of ten gigabytes of zeros, of which no more is made than is read.</summary>
    private sealed class RepeatedBomb : Stream
    {
        private readonly byte[] _start;
        private readonly byte[] _member = Gzip(new byte[64 * MiB]);
        private long _position;

        public RepeatedBomb(byte[] start) => _start = start.Length == 0 ? [] : Gzip(start);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => _start.Length + (160L * _member.Length);

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            for (; read < count && _position < Length; read++, _position++)
            {
                buffer[offset + read] = _position < _start.Length
                    ? _start[_position]
                    : _member[(_position - _start.Length) % _member.Length];
            }

            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte[] Gzip(byte[] content)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            {
                gzip.Write(content);
            }

            return packed.ToArray();
        }
    }
}
