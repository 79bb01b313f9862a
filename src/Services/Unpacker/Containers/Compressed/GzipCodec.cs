using System.IO.Compression;
using System.Text;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>gzip (RFC 1952), with any number of members.</summary>
internal sealed class GzipCodec : ICodec
{
    private const int HeaderLength = 10;
    private const int LongestName = 4096;
    private const byte HasExtra = 4;
    private const byte HasName = 8;

    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } =
        [(".tgz", ".tar"), (".gz", ""), (".svgz", ".svg")];

    public long MemoryFor(Stream source) => 0;

    public Stream Open(Stream source, long memory) =>
        new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);

    public string? ReadName(Stream source)
    {
        var header = new byte[HeaderLength];
        source.Position = 0;
        if (source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || (header[3] & HasName) == 0)
        {
            return null;
        }

        if ((header[3] & HasExtra) != 0)
        {
            source.Position += source.ReadByte() | (source.ReadByte() << 8);
        }

        var field = new byte[LongestName];
        var length = source.ReadAtLeast(field, field.Length, throwOnEndOfStream: false);
        var end = Array.IndexOf(field, (byte)0, 0, length);
        return end > 0 ? Encoding.Latin1.GetString(field, 0, end) : null;
    }
}
