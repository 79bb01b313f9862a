namespace Karton.Services.Classifier.Describing;

/// <summary>What an engine says of a content, in the words of libmagic.</summary>
/// <param name="Magic">A sentence such as <c>PE32 executable (GUI) Intel 80386, for MS Windows</c>.</param>
/// <param name="Mime">The MIME type, such as <c>application/zip</c>.</param>
internal sealed record Description(string Magic, string Mime)
{
    /// <summary>Whether the bytes read as text.</summary>
    public bool IsText =>
        Mime.StartsWith("text/", StringComparison.Ordinal)
        || Mime is "application/json" or "application/x-ndjson" or "application/javascript" or "message/rfc822";
}
