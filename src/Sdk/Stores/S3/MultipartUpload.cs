using System.Text;
using System.Xml.Linq;

namespace Karton.Sdk.Stores.S3;

/// <summary>An object that is uploaded in parts, several at a time.</summary>
internal sealed class MultipartUpload(S3Connection connection, string key)
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    /// <param name="count">The number of parts.</param>
    /// <param name="parallel">How many go at a time.</param>
    /// <param name="part">Makes the body of a part; the source is put off as long as the transfer moves.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    internal async Task RunAsync(
        int count,
        int parallel,
        Func<int, CancellationTokenSource, HttpContent> part,
        CancellationToken cancellationToken)
    {
        var id = await connection.Attempts.RunAsync(BeginAsync, cancellationToken);
        try
        {
            var tags = new string[count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (index, stop) => tags[index] = await connection.Attempts.RunAsync(
                    attempt => PutAsync(id, index, part, attempt), Timeout.InfiniteTimeSpan, stop));
            await connection.Attempts.RunAsync(stop => CompleteAsync(id, tags, stop), cancellationToken);
        }
        catch
        {
            await AbortAsync(id);
            throw;
        }
    }

    /// <summary>Begins an upload and aborts it: whoever may do that may store.</summary>
    /// <exception cref="S3Exception">The server does not let us.</exception>
    internal static async Task ProbeAsync(S3Connection connection, string key, CancellationToken cancellationToken)
    {
        var upload = new MultipartUpload(connection, key);
        await upload.AbortAsync(await upload.BeginAsync(cancellationToken));
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            HttpMethod.Post, key, "uploads", content: null, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        return answer.Element(answer.Name.Namespace + "UploadId")?.Value ?? throw S3Exception.Inside(answer);
    }

    private async Task<string> PutAsync(
        string id,
        int index,
        Func<int, CancellationTokenSource, HttpContent> part,
        CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(S3Connection.StallLimit);
        using var content = part(index, stall);
        using var response = await connection.SendAsync(
            HttpMethod.Put, key, $"partNumber={index + 1}&uploadId={Uri.EscapeDataString(id)}", content, stall.Token);
        return response.Headers.ETag?.ToString()
            ?? throw new HttpRequestException($"The server gave part {index + 1} no ETag.");
    }

    private async Task<bool> CompleteAsync(string id, string[] tags, CancellationToken cancellationToken)
    {
        var parts = new XElement("CompleteMultipartUpload", tags.Select((tag, index) => new XElement(
            "Part", new XElement("PartNumber", index + 1), new XElement("ETag", tag))));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(parts.ToString(SaveOptions.DisableFormatting)));
        try
        {
            using var response = await connection.SendAsync(
                HttpMethod.Post, key, $"uploadId={Uri.EscapeDataString(id)}", content, cancellationToken);
            var answer = await ReadAsync(response, cancellationToken);
            return answer.Name.LocalName == "CompleteMultipartUploadResult" ? true : throw S3Exception.Inside(answer);
        }
        catch (S3Exception e) when (e.Code == "NoSuchUpload")
        {
            // An attempt before this one completed it, and its answer was lost.
            using var _ = await connection.SendAsync(HttpMethod.Head, key, "", content: null, cancellationToken);
            return true;
        }
    }

    private async Task AbortAsync(string id)
    {
        try
        {
            using var limit = new CancellationTokenSource(AbortLimit);
            using var _ = await connection.SendAsync(
                HttpMethod.Delete, key, $"uploadId={Uri.EscapeDataString(id)}", content: null, limit.Token);
        }
        catch (Exception e) when (e is S3Exception or HttpRequestException or IOException or OperationCanceledException)
        {
            // The rule of the bucket removes the parts in some days; what failed before is what counts.
        }
    }

    private static async Task<XElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await XElement.LoadAsync(body, LoadOptions.None, cancellationToken);
    }
}
