using System.Text;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Bytes at a fixed place, and what a file is that has them there.</summary>
internal sealed class Signature
{
    private readonly int _offset;
    private readonly byte[] _bytes;

    private Signature(int offset, byte[] bytes, string magic, string mime)
    {
        _offset = offset;
        _bytes = bytes;
        Description = new Description(magic, mime);
    }

    public Description Description { get; }

    /// <param name="text">The bytes as text: one byte a character.</param>
    /// <param name="magic">What it is.</param>
    /// <param name="mime">Its MIME type.</param>
    /// <param name="offset">Where the bytes stand.</param>
    public static Signature Text(string text, string magic, string mime, int offset = 0) =>
        new(offset, Encoding.Latin1.GetBytes(text), magic, mime);

    /// <param name="digits">The bytes as hexadecimal digits.</param>
    /// <param name="magic">What it is.</param>
    /// <param name="mime">Its MIME type.</param>
    /// <param name="offset">Where the bytes stand.</param>
    public static Signature Hex(string digits, string magic, string mime, int offset = 0) =>
        new(offset, Convert.FromHexString(digits), magic, mime);

    public bool Matches(ReadOnlySpan<byte> head) =>
        head.Length >= _offset + _bytes.Length && head[_offset..].StartsWith(_bytes);
}
