namespace Karton.Services.Classifier.Content;

internal enum TextEncoding
{
    /// <summary>No text.</summary>
    None,

    Ascii,

    Utf8,

    Utf16LittleEndian,

    Utf16BigEndian,

    /// <summary>One byte a letter, without the bytes 80 to 9F.</summary>
    Latin1,

    /// <summary>One byte a letter, with those bytes.</summary>
    Extended,
}
