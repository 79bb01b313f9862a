using System.Text;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Writes tars in which every figure can be a lie.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> _tar = [];

    public TarBuilder Add(string name, byte[] content, char kind = '0', long? size = null)
    {
        _tar.AddRange(Header(name, size ?? content.Length, kind));
        _tar.AddRange(content);
        _tar.AddRange(new byte[(512 - (content.Length % 512)) % 512]);
        return this;
    }

    public byte[] Build() => [.. _tar, .. new byte[1024]];

    public static byte[] Header(string name, long size, char kind)
    {
        var header = new byte[512];
        Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        "00000000000"u8.CopyTo(header.AsSpan(136));
        header[156] = (byte)kind;
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
