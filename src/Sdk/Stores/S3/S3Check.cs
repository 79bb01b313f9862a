using Karton.Sdk.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Stores.S3;

/// <summary>Tries the server that <see cref="S3Options"/> name: the connection, the keys, the bucket (which is made if
/// it may be) and the right to write to it.</summary>
internal sealed class S3Check(IOptions<S3Options> options, ILogger<S3Check> logger) : IServerCheck
{
    // Nothing lies under these keys: uploads are begun there and aborted.
    private static readonly string[] Probes = [ContentKey.Prefix + "check", ContentKey.Incoming + "check"];

    private readonly S3Options _options = options.Value;

    public string Server => "S3";

    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        using var connection = new S3Connection(_options, logger);
        using var bucket = new BucketSetup(connection);
        try
        {
            var isMade = await bucket.MakeAsync(cancellationToken);
            foreach (var probe in Probes)
            {
                await MultipartUpload.ProbeAsync(connection, probe, cancellationToken);
            }

            return $"bucket {_options.Bucket} at {_options.Endpoint}{(isMade ? ", made just now" : "")}";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is S3Exception or HttpRequestException or IOException or OperationCanceledException)
        {
            throw await TlsProbe.IsTlsAsync(new Uri(_options.Endpoint), e, cancellationToken)
                ? connection.Faults.ForTls(e)
                : connection.Faults.ForCheck(e);
        }
    }
}
