namespace Karton.Services.Classifier.Content;

internal static class FileNames
{
    private const int LongestExtension = 10;

    /// <summary>
    /// The extension of a name that comes from outside, lower case and without a dot. Only ASCII letters and digits
    /// count, so that no text of a stranger gets into a header; dots and blanks at the end are ignored, as Windows
    /// ignores them when it opens the file.
    /// </summary>
    public static string ExtensionOf(string name)
    {
        var trimmed = name.AsSpan().TrimEnd(" .\t\r\n\0");
        var extension = trimmed[(trimmed.LastIndexOf('.') + 1)..];
        if (extension.Length == trimmed.Length || extension.Length > LongestExtension)
        {
            return "";
        }

        foreach (var letter in extension)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                return "";
            }
        }

        return extension.ToString().ToLowerInvariant();
    }
}
