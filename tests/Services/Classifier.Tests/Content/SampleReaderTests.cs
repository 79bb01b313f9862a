using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Tests.Content;

public sealed class SampleReaderTests
{
    private const int HeadSize = 4096;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(HeadSize)]
    public async Task A_small_sample_is_read_whole(int size)
    {
        var bytes = Bytes(size);
        using var reader = new SampleReader();

        var content = await ReadAsync(reader, new MemoryStream(bytes), size);

        Assert.True(content.IsComplete);
        Assert.Equal(bytes, content.Head);
        Assert.Equal(bytes, content.End.ToArray());
    }

    [Theory]
    [InlineData(HeadSize + 1)]
    [InlineData(1_000_000)]
    public async Task Of_a_large_sample_the_beginning_and_the_end_are_read(int size)
    {
        var bytes = Bytes(size);
        using var reader = new SampleReader();

        var content = await ReadAsync(reader, new MemoryStream(bytes), size);

        Assert.False(content.IsComplete);
        Assert.Equal(size, content.Length);
        Assert.Equal(bytes.AsMemory(0, HeadSize), content.Head);
        Assert.Equal(bytes[^Math.Min(size, SampleReader.TailSize)..], content.End.ToArray());
    }

    [Fact]
    public async Task Without_seeking_only_the_beginning_is_read()
    {
        using var reader = new SampleReader();
        var stream = new ForwardStream(Bytes(1_000_000));

        var content = await ReadAsync(reader, stream, 1_000_000);

        Assert.True(content.End.IsEmpty);
        Assert.Equal(HeadSize, content.Head.Length);
        Assert.Equal(HeadSize, stream.BytesRead);
    }

    [Fact]
    public async Task A_stream_that_ends_early_is_an_error_that_says_so()
    {
        using var reader = new SampleReader();

        var error = await Assert.ThrowsAsync<EndOfStreamException>(
            () => ReadAsync(reader, new MemoryStream(Bytes(10)), 11));

        Assert.Contains("should have 11 bytes, but its stream ended after 10", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(number => (byte)(number / 7))];

    private static Task<SampleContent> ReadAsync(SampleReader reader, Stream stream, long length) =>
        reader.ReadAsync("sample", stream, length, HeadSize, TestContext.Current.CancellationToken);

    /// <summary>A stream that cannot seek and gives one byte less than it is asked for.</summary>
    private sealed class ForwardStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int BytesRead { get; private set; }

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span[..Math.Max(1, buffer.Length - 1)]);
            BytesRead += read;
            return ValueTask.FromResult(read);
        }
    }
}
