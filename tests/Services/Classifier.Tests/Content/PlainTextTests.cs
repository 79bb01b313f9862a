using System.Text;
using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Tests.Content;

public sealed class PlainTextTests
{
    [Fact]
    public void Tells_the_encodings()
    {
        Assert.Equal(TextEncoding.Ascii, EncodingOf("abc\t\r\n\u001B"u8));
        Assert.Equal(TextEncoding.Utf8, EncodingOf("zażółć"u8));
        Assert.Equal(TextEncoding.Latin1, EncodingOf(Encoding.Latin1.GetBytes("größer")));
        Assert.Equal(TextEncoding.Extended, EncodingOf([(byte)'a', 0x93, (byte)'b']));
        Assert.Equal(TextEncoding.Utf16LittleEndian, EncodingOf([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("ż")]));
        Assert.Equal(TextEncoding.Utf16LittleEndian, EncodingOf(Encoding.Unicode.GetBytes("no mark")));
        Assert.Equal(
            TextEncoding.Utf16BigEndian, EncodingOf([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("ż")]));
    }

    [Fact]
    public void Bytes_with_controls_are_no_text()
    {
        Assert.Equal(TextEncoding.None, EncodingOf([]));
        Assert.Equal(TextEncoding.None, EncodingOf("ab\0c"u8));
        Assert.Equal(TextEncoding.None, EncodingOf([0xFF, 0xFE, 0, 0]));
        Assert.Equal(TextEncoding.None, EncodingOf([(byte)'a', 1, 0xE9]));
    }

    [Fact]
    public void A_letter_may_be_cut_off_only_where_more_follows()
    {
        var cut = "größ"u8[..^1];

        Assert.Equal(TextEncoding.Utf8, PlainText.EncodingOf(cut, isComplete: false));
        Assert.NotEqual(TextEncoding.Utf8, PlainText.EncodingOf(cut, isComplete: true));
    }

    private static TextEncoding EncodingOf(ReadOnlySpan<byte> text) => PlainText.EncodingOf(text, isComplete: true);
}
