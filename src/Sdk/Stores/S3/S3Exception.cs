using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Karton.Sdk.Stores.S3;

/// <summary>What the server said instead of doing what it was asked for.</summary>
internal sealed class S3Exception : Exception
{
    private const int LongestBody = 64 * 1024;
    private const int LongestText = 200;

    private static readonly XmlReaderSettings Cautious = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        Async = true,
        MaxCharactersInDocument = LongestBody,
    };

    private S3Exception(HttpStatusCode status, string code, string text, DateTimeOffset? serverTime)
        : base($"The server answered {(int)status} {code}{(text.Length > 0 ? $": {text}" : "")}")
    {
        Status = status;
        Code = code;
        ServerTime = serverTime;
    }

    internal HttpStatusCode Status { get; }

    /// <summary>The server's word for it, such as <c>NoSuchKey</c>; empty when it said none.</summary>
    internal string Code { get; }

    internal DateTimeOffset? ServerTime { get; }

    internal bool IsMissing => Status == HttpStatusCode.NotFound && Code != "NoSuchBucket";

    internal static async Task<S3Exception> ReadAsync(
        HttpResponseMessage response, bool isBucket, CancellationToken cancellationToken)
    {
        var error = await ReadErrorAsync(response.Content, cancellationToken);
        var code = Part("Code");
        if (code.Length == 0 && response.StatusCode == HttpStatusCode.NotFound)
        {
            // The answer to HEAD has no body.
            code = isBucket ? "NoSuchBucket" : "NoSuchKey";
        }

        return new S3Exception(response.StatusCode, code, Part("Message"), response.Headers.Date);

        string Part(string name) => Clean(
            error?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "");
    }

    /// <summary>The fault of an answer that says 200 and holds an error all the same.</summary>
    internal static S3Exception Inside(XElement error) => new(
        HttpStatusCode.InternalServerError,
        Clean(error.Elements().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value ?? ""),
        "",
        serverTime: null);

    private static async Task<XElement?> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            using var reader = XmlReader.Create(body, Cautious);
            return await XElement.LoadAsync(reader, LoadOptions.None, cancellationToken);
        }
        catch (Exception e) when (e is XmlException or IOException or HttpRequestException)
        {
            // The status says enough.
            return null;
        }
    }

    private static string Clean(string text) => string.Concat(
        text.Take(LongestText).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}
