using System.Net;

namespace Karton.Sdk.Stores.S3;

/// <summary>Signs each request, the SDK's too, and turns each answer that is an error into an
/// <see cref="S3Exception"/>, before the SDK sees it: for codes that it does not know it throws what has nothing to do
/// with them.</summary>
internal sealed class S3Handler(S3Signer signer, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly string[] Ours = [S3Signer.CopySource, S3Signer.CopySourceRange];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What the SDK has signed in its way. A server takes one signature, and no header of Amazon's beside it that
        // is not signed.
        request.Headers.Authorization = null;
        request.Headers.Host = null;
        foreach (var header in request.Headers.Select(header => header.Key)
            .Where(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !Ours.Contains(name))
            .ToList())
        {
            request.Headers.Remove(header);
        }

        var path = request.RequestUri!.AbsolutePath;
        var signed = Ours.Where(request.Headers.Contains)
            .Select(name => KeyValuePair.Create(name, request.Headers.GetValues(name).Single())).ToList();
        request.RequestUri = signer.Sign(request.Method, path, request.RequestUri.Query, signed);

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
