using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Karton.Sdk.Stores.S3;

/// <summary>An object that is uploaded in parts, several at a time. Whoever has begun one completes or discards
/// it.</summary>
internal sealed class MultipartUpload
{
    /// <summary>Servers take no more.</summary>
    internal const int MostParts = 10_000;

    private const int Parallelism = 3;

    private static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<int, string> _tags = [];
    private readonly S3Connection _connection;
    private readonly string _key;
    private readonly string _id;
    private bool _isComplete;

    private MultipartUpload(S3Connection connection, string key, string id)
    {
        _connection = connection;
        _key = key;
        _id = id;
    }

    internal string Key => _key;

    private string IdQuery => $"uploadId={Uri.EscapeDataString(_id)}";

    internal static async Task<MultipartUpload> BeginAsync(
        S3Connection connection, string key, CancellationToken cancellationToken) => new(
            connection,
            key,
            await connection.Attempts.RunAsync(stop => BeginOnceAsync(connection, key, stop), cancellationToken));

    /// <summary>Begins an upload and aborts it: whoever may do that may store.</summary>
    /// <exception cref="S3Exception">The server does not let us.</exception>
    internal static async Task ProbeAsync(S3Connection connection, string key, CancellationToken cancellationToken)
    {
        var id = await BeginOnceAsync(connection, key, cancellationToken);
        await new MultipartUpload(connection, key, id).AbortAsync();
    }

    /// <summary>Sends parts as they come.</summary>
    internal Task SendAsync(IAsyncEnumerable<UploadPart> parts, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            parts,
            Limits(cancellationToken),
            async (part, stop) =>
            {
                var attempts = 0;
                _tags[part.Index] = await _connection.Attempts.RunAsync(
                    attempt =>
                    {
                        attempts++;
                        return PutAsync(part, attempt);
                    },
                    Timeout.InfiniteTimeSpan,
                    stop);
                if (attempts == 1)
                {
                    part.Sent?.Invoke();
                }
            });

    /// <summary>Makes the parts of another object of the bucket, whose bytes do not leave the server.</summary>
    internal Task CopyAsync(string source, long size, long partSize, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, (int)((size + partSize - 1) / partSize)),
            Limits(cancellationToken),
            async (index, stop) => _tags[index] = await _connection.Attempts.RunAsync(
                attempt => CopyPartAsync(
                    index, source, index * partSize, Math.Min((index + 1) * partSize, size) - 1, attempt),
                S3Connection.CopyLimit,
                stop));

    internal async Task CompleteAsync(CancellationToken cancellationToken) =>
        _isComplete = await _connection.Attempts.RunAsync(CompleteOnceAsync, cancellationToken);

    internal Task AbortAsync() => _connection.TryDeleteAsync(_key, IdQuery, DiscardLimit);

    /// <summary>Leaves nothing of it, completed or not, as far as the server can be reached.</summary>
    internal async Task DiscardAsync()
    {
        if (!_isComplete)
        {
            await AbortAsync();
        }

        // What failed to be completed may be so all the same.
        await _connection.TryDeleteAsync(_key, "", DiscardLimit);
    }

    private static ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };

    private static async Task<string> BeginOnceAsync(
        S3Connection connection, string key, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(
            HttpMethod.Post, key, "uploads", content: null, cancellationToken);
        var answer = await S3Connection.ReadAsync(response, cancellationToken);
        return Value(answer, "UploadId") ?? throw S3Exception.Inside(answer);
    }

    private async Task<string> PutAsync(UploadPart part, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(S3Connection.StallLimit);
        using var content = part.Body(stall);
        using var response = await _connection.SendAsync(
            HttpMethod.Put, _key, PartQuery(part.Index), content, stall.Token);
        return response.Headers.ETag?.ToString()
            ?? throw new HttpRequestException($"The server gave part {part.Index + 1} no ETag.");
    }

    private async Task<string> CopyPartAsync(
        int index, string source, long first, long last, CancellationToken cancellationToken)
    {
        using var response = await _connection.CopyAsync(
            source, _key, PartQuery(index), $"bytes={first}-{last}", cancellationToken);
        var answer = await S3Connection.ReadAsync(response, cancellationToken);
        return Value(answer, "ETag") ?? throw S3Exception.Inside(answer);
    }

    private async Task<bool> CompleteOnceAsync(CancellationToken cancellationToken)
    {
        var parts = new XElement("CompleteMultipartUpload", _tags.OrderBy(tag => tag.Key).Select(tag => new XElement(
            "Part", new XElement("PartNumber", tag.Key + 1), new XElement("ETag", tag.Value))));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(parts.ToString(SaveOptions.DisableFormatting)));
        try
        {
            using var response = await _connection.SendAsync(
                HttpMethod.Post, _key, IdQuery, content, cancellationToken);
            var answer = await S3Connection.ReadAsync(response, cancellationToken);
            return answer.Name.LocalName == "CompleteMultipartUploadResult" ? true : throw S3Exception.Inside(answer);
        }
        catch (S3Exception e) when (e.Code == "NoSuchUpload")
        {
            // An attempt before this one completed it, and its answer was lost.
            using var _ = await _connection.SendAsync(HttpMethod.Head, _key, "", content: null, cancellationToken);
            return true;
        }
    }

    private string PartQuery(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"partNumber={index + 1}&{IdQuery}");

    private static string? Value(XElement answer, string name) => answer.Element(answer.Name.Namespace + name)?.Value;
}
