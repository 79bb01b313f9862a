using System.Text.Json;

namespace Karton.Services.Classifier.Describing.Signatures;

internal static class Json
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether these bytes are a JSON object or array, or, when more follows, the beginning of one.</summary>
    public static bool IsJson(ReadOnlySpan<byte> head, bool isComplete)
    {
        var text = (head.StartsWith(Mark) ? head[Mark.Length..] : head).TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, isComplete, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
