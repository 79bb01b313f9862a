using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Karton.Sdk.Stores.S3;

/// <summary>Makes presigned addresses (AWS Signature Version 4). The SDK signs only what it sends itself, which is
/// neither the parts of an upload nor a bucket's name in the host.</summary>
internal sealed class S3Signer(S3Options options, TimeProvider time)
{
    internal const string CopySource = "x-amz-copy-source";
    internal const string CopySourceRange = "x-amz-copy-source-range";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    // Servers let clocks differ by 15 minutes; a request that began within this time may go on as long as it likes.
    private const int LifetimeInSeconds = 900;

    private readonly Uri _endpoint = new(options.Endpoint);

    /// <param name="method">The method that the address is for.</param>
    /// <param name="path">The bucket and the key, escaped: <c>/bucket/key</c>.</param>
    /// <param name="query">The parameters, escaped, or nothing.</param>
    /// <param name="headers">The headers to sign besides the host, in the order of their names, which are in lower
    /// case.</param>
    internal Uri Sign(
        HttpMethod method, string path, string query, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var target = Target(path);
        var parameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Contains('=', StringComparison.Ordinal) ? parameter : parameter + "=")
            .ToList();
        var signature = "";
        if (options.AccessKey is { Length: > 0 } accessKey)
        {
            var at = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            var scope = $"{at[..8]}/{options.Region}/s3/aws4_request";
            parameters.Add($"X-Amz-Algorithm={Algorithm}");
            parameters.Add($"X-Amz-Credential={Uri.EscapeDataString($"{accessKey}/{scope}")}");
            parameters.Add($"X-Amz-Date={at}");
            parameters.Add($"X-Amz-Expires={LifetimeInSeconds}");
            var signed = string.Concat(headers.Select(header => $";{header.Key}"));
            parameters.Add("X-Amz-SignedHeaders=host" + Uri.EscapeDataString(signed));
            parameters.Sort(StringComparer.Ordinal);
            var others = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
            var request = $"{method.Method}\n{target.AbsolutePath}\n{string.Join('&', parameters)}\n"
                + $"host:{target.Authority}\n{others}"
                + $"\nhost{signed}\nUNSIGNED-PAYLOAD";
            var text = $"{Algorithm}\n{at}\n{scope}\n"
                + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
            signature = "&X-Amz-Signature=" + Convert.ToHexStringLower(Mac(SigningKey(at[..8]), text));
        }

        return new UriBuilder(target) { Query = string.Join('&', parameters) + signature }.Uri;
    }

    private Uri Target(string path)
    {
        if (options.PathStyle)
        {
            return new Uri(_endpoint, path);
        }

        var key = path.IndexOf('/', 1) is var end and > 0 ? path[end..] : "/";
        return new UriBuilder(_endpoint) { Host = $"{options.Bucket}.{_endpoint.Host}", Path = key }.Uri;
    }

    private byte[] SigningKey(string day) => Mac(
        Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + options.SecretKey), day), options.Region), "s3"),
        "aws4_request");

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
