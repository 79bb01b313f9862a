using System.Text;
using SharpCompress.Common;
using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>Says in our words what a decoder's exception means.</summary>
internal static class DecoderFaults
{
    private const int LongestWords = 200;

    /// <summary>
    /// The refusal for what a decoder threw. A decoder that is fed garbage throws whatever comes (index errors, null
    /// references, its own types), so that everything not known better is damage.
    /// </summary>
    public static RefusedException Read(Exception exception) => exception switch
    {
        RefusedException refused => refused,
        OutOfMemoryException or ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge } => new(
            RefusalReasons.Memory, "It asks for more memory than there is.", exception),
        MultiVolumeExtractionException or MultipartStreamRequiredException => new(
            RefusalReasons.Unsupported, "It is one part of an archive in several parts.", exception),
        CryptographicException or System.Security.Cryptography.CryptographicException => new(
            RefusalReasons.Encrypted, "It is encrypted, and no known password opens it.", exception),
        NotSupportedException or NotImplementedException => new(
            RefusalReasons.Unsupported, $"It uses what is not supported{Words(exception)}.", exception),
        EndOfStreamException or IncompleteArchiveException => new(
            RefusalReasons.Corrupt, "The data end too early.", exception),
        IndexOutOfRangeException or NullReferenceException or ArgumentException or OverflowException => new(
            RefusalReasons.Corrupt, "The data are damaged: they make no sense to the decoder.", exception),
        _ => new(RefusalReasons.Corrupt, $"The data are damaged{Words(exception)}.", exception),
    };

    private static string Words(Exception exception)
    {
        var words = new StringBuilder();
        foreach (var rune in exception.Message.EnumerateRunes())
        {
            if (words.Length >= LongestWords)
            {
                break;
            }

            words.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        var text = words.ToString().Trim().TrimEnd('.');
        return text.Length == 0 ? "" : $" ({text})";
    }
}
