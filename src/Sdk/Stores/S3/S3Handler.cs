using System.Net;

namespace Karton.Sdk.Stores.S3;

/// <summary>Signs each request, the SDK's too, and turns each answer that is an error into an
/// <see cref="S3Exception"/>, before the SDK sees it: for codes that it does not know it throws what has nothing to do
/// with them.</summary>
internal sealed class S3Handler(S3Signer signer, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        request.RequestUri = signer.Sign(request.Method, path, request.RequestUri.Query);

        // What the SDK has signed in its way. A server takes one signature, and no header of Amazon's beside it that
        // is not signed.
        request.Headers.Authorization = null;
        request.Headers.Host = null;
        foreach (var header in request.Headers.Select(header => header.Key)
            .Where(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            request.Headers.Remove(header);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        using (response)
        {
            throw await S3Exception.ReadAsync(response, path.Trim('/').IndexOf('/') < 0, cancellationToken);
        }
    }
}
