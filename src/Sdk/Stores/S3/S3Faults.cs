using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Karton.Sdk.Servers;

namespace Karton.Sdk.Stores.S3;

/// <summary>Says what a fault of the object store means, in words for people, and whether it may pass.</summary>
internal sealed class S3Faults(S3Options options, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private string Place => $"the object store at {options.Endpoint} ({S3Options.Section}:Endpoint)";

    internal static bool MayPass(Exception fault) => fault switch
    {
        S3Exception { Status: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        S3Exception { Code: "SlowDown" or "RequestTimeout" or "ConditionalRequestConflict" or "OperationAborted" } =>
            true,
        S3Exception e => (int)e.Status is 500 or 502 or 503 or 504,
        _ when Find<ContentChangedException>(fault) is not null => false,
        HttpRequestException e => Find<AuthenticationException>(e) is null,
        IOException or SocketException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>What callers of the store get: what may pass is an <see cref="IOException"/>, which makes a delivery
    /// repeat, and what may not is none and holds none.</summary>
    internal Exception ForCallers(Exception fault)
    {
        if (Find<ContentChangedException>(fault) is { } changed)
        {
            return changed;
        }

        if (MayPass(fault))
        {
            return new IOException(Describe(fault), fault);
        }

        return fault switch
        {
            S3Exception { Status: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
                new UnauthorizedAccessException(Describe(fault), fault),
            S3Exception => new InvalidOperationException(Describe(fault), fault),
            HttpRequestException => new InvalidOperationException(Describe(fault)),
            _ => fault,
        };
    }

    internal ServerUnavailableException ForCheck(Exception fault) => new(
        Describe(fault),
        MayPass(fault) && fault is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.InvalidResponse,
        },
        fault);

    internal ServerUnavailableException ForTls(Exception fault) => new(
        $"{Upper(Place)} speaks TLS: write https:// in {S3Options.Section}:Endpoint.", mayPass: false, fault);

    internal string Describe(Exception fault) => fault switch
    {
        S3Exception said => Describe(said),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            $"The host of {S3Options.Section}:Endpoint, {options.Endpoint}, is unknown.",
        HttpRequestException e when Find<AuthenticationException>(e) is { } refused => DescribeTls(refused),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"{Upper(Place)} ended the TLS handshake. If it has no TLS, write http:// in {S3Options.Section}:Endpoint.",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            $"{Upper(Place)} does not answer as an HTTP server does. If it speaks TLS, write https:// in "
            + $"{S3Options.Section}:Endpoint.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e =>
            $"Nothing answers at {options.Endpoint} ({S3Options.Section}:Endpoint): "
            + $"{Find<SocketException>(e)?.Message ?? e.Message}.",
        OperationCanceledException or TimeoutException =>
            $"{Upper(Place)} did not answer in time, bucket {options.Bucket}.",
        _ => $"The connection to {Place}, bucket {options.Bucket}, was cut: {fault.Message}",
    };

    private string Describe(S3Exception said)
    {
        if (said is { Status: HttpStatusCode.Forbidden, ServerTime: { } serverTime }
            && (time.GetUtcNow() - serverTime).Duration() > ClockSkew)
        {
            return $"The clocks of this machine and of {Place} differ by "
                + $"{(time.GetUtcNow() - serverTime).Duration().TotalMinutes:0} minutes. Set them right.";
        }

        return said.Code switch
        {
            "RequestTimeTooSkewed" => $"The clocks of this machine and of {Place} differ too much. Set them right.",
            "InvalidAccessKeyId" => $"{Upper(Place)} does not know the key in {S3Options.Section}:AccessKey.",
            "SignatureDoesNotMatch" =>
                $"{Upper(Place)} refuses the signature: {S3Options.Section}:SecretKey is not that of "
                + $"{S3Options.Section}:AccessKey.",
            "NoSuchBucket" =>
                $"{Upper(Place)} has no bucket {options.Bucket} ({S3Options.Section}:Bucket). Make it, or set "
                + $"{S3Options.Section}:CreateBucket to true.",
            "BucketAlreadyExists" =>
                $"The bucket {options.Bucket} at {Place} belongs to somebody else. Name another in "
                + $"{S3Options.Section}:Bucket.",
            "AuthorizationHeaderMalformed" or "AuthorizationQueryParametersError" or "PermanentRedirect"
                or "IllegalLocationConstraintException" or "InvalidLocationConstraint" =>
                $"{Upper(Place)} has bucket {options.Bucket} in another region than {options.Region} "
                + $"({S3Options.Section}:Region). {said.Message}",
            _ => DescribeStatus(said),
        };
    }

    private string DescribeStatus(S3Exception said) => said.Status switch
    {
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized when string.IsNullOrEmpty(options.AccessKey) =>
            $"{Upper(Place)} lets nobody use bucket {options.Bucket} without keys. Set {S3Options.Section}:AccessKey "
            + $"and {S3Options.Section}:SecretKey.",
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
            $"{Upper(Place)} does not let the key in {S3Options.Section}:AccessKey use bucket {options.Bucket} "
            + $"({S3Options.Section}:Bucket). It must be allowed to list the bucket, and to get, put and delete "
            + "objects.",
        HttpStatusCode.BadRequest when options.Endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            && said.Code.Length == 0 =>
            $"{Upper(Place)} refuses plain HTTP. If it speaks TLS, write https:// in {S3Options.Section}:Endpoint.",
        _ => $"{Upper(Place)} did not do what it was asked for with bucket {options.Bucket}: {said.Message}.",
    };

    private string DescribeTls(AuthenticationException refused) => refused switch
    {
        UntrustedServerException => $"{Upper(Place)} cannot be trusted: {refused.Message}.",
        _ when refused.Message.Contains("frame", StringComparison.Ordinal) =>
            $"{Upper(Place)} does not speak TLS. Write http:// in {S3Options.Section}:Endpoint, or the port that does.",
        _ => $"The TLS handshake with {Place} failed: {refused.Message}",
    };

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static T? Find<T>(Exception? fault)
        where T : Exception
    {
        while (fault is not null and not T)
        {
            fault = fault.InnerException;
        }

        return (T?)fault;
    }
}
