using System.Buffers;
using Karton.Sdk.Servers;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Stores.S3;

/// <summary>Where contents are kept; read from the configuration section <c>Karton:S3</c>. Any server that speaks S3
/// will do.</summary>
public sealed class S3Options
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:S3";

    /// <summary>The address of the server, such as <c>http://localhost:9000</c> or <c>https://s3.example.com</c>. With
    /// <c>https</c> the certificate is verified. Default <c>http://localhost:9000</c>.</summary>
    public string Endpoint { get; set; } = "http://localhost:9000";

    /// <summary>The bucket. Default <c>karton</c>.</summary>
    public string Bucket { get; set; } = "karton";

    /// <summary>The access key. Default: none, for servers that let anybody in.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret key of <see cref="AccessKey"/>. Default: none.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The region that requests are signed for. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path and not in the name of the host. Default
    /// <see langword="true"/>.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>The file with the certificates (PEM) of the authorities to trust, besides those of the system. Default:
    /// those of the system alone.</summary>
    public string? CaFile { get; set; }

    /// <summary>Whether the bucket is made when it is missing. Default <see langword="true"/>.</summary>
    public bool CreateBucket { get; set; } = true;

    internal AuthorityFile AuthorityFile => new($"{Section}:CaFile", CaFile);
}

internal sealed class S3OptionsValidator : IValidateOptions<S3Options>
{
    private const int ShortestBucket = 3;
    private const int LongestBucket = 63;

    private static readonly SearchValues<char> OfBuckets =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    public ValidateOptionsResult Validate(string? name, S3Options options) =>
        Faults(options) is { Count: > 0 } faults
            ? ValidateOptionsResult.Fail(faults)
            : ValidateOptionsResult.Success;

    internal static List<string> Faults(S3Options options)
    {
        var faults = new List<string>();
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint)
            || endpoint.Scheme is not ("http" or "https") || endpoint.Host.Length == 0)
        {
            faults.Add(
                $"{S3Options.Section}:Endpoint is '{WithoutUser(options.Endpoint)}'; it must be the address of a "
                + "server, such as http://localhost:9000 or https://s3.example.com.");
        }
        else if (endpoint.PathAndQuery != "/" || endpoint.UserInfo.Length > 0 || endpoint.Fragment.Length > 0)
        {
            faults.Add(
                $"{S3Options.Section}:Endpoint is '{endpoint.Scheme}://{endpoint.Authority}' and more; it must be that "
                + "alone: the bucket and the keys have settings of their own.");
        }

        if (!IsBucket(options.Bucket))
        {
            faults.Add(
                $"{S3Options.Section}:Bucket is '{options.Bucket}'; it must be {ShortestBucket} to {LongestBucket} of "
                + "a-z 0-9 . and -, with a letter or digit at both ends.");
        }

        if (string.IsNullOrEmpty(options.AccessKey) != string.IsNullOrEmpty(options.SecretKey))
        {
            faults.Add(
                $"Only one of {S3Options.Section}:AccessKey and {S3Options.Section}:SecretKey is set; set both or "
                + "neither.");
        }

        if (string.IsNullOrWhiteSpace(options.Region))
        {
            faults.Add($"{S3Options.Section}:Region is empty; it must be a name such as us-east-1.");
        }

        if (options.AuthorityFile.Validate() is { } fault)
        {
            faults.Add(fault);
        }

        return faults;
    }

    private static bool IsBucket(string? bucket) =>
        bucket is { Length: >= ShortestBucket and <= LongestBucket }
        && !bucket.AsSpan().ContainsAnyExcept(OfBuckets)
        && char.IsAsciiLetterOrDigit(bucket[0]) && char.IsAsciiLetterOrDigit(bucket[^1])
        && !bucket.Contains("..", StringComparison.Ordinal);

    // Whoever writes keys into the address shall not find them in a log.
    private static string? WithoutUser(string? endpoint) =>
        endpoint is not null && endpoint.LastIndexOf('@') is var end and >= 0 ? endpoint[(end + 1)..] : endpoint;
}
