using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Karton.Sdk.Stores.S3;

/// <summary>Finds out whether a server that does not answer plain HTTP speaks TLS: some close the connection without a
/// word.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    internal static async Task<bool> IsTlsAsync(Uri endpoint, Exception fault, CancellationToken cancellationToken)
    {
        if (endpoint.Scheme != Uri.UriSchemeHttp
            || fault is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse
                    or HttpRequestError.Unknown,
            })
        {
            return false;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            await using var stream = new NetworkStream(socket);

            // Nothing is sent over it, so there is nobody to be deceived.
#pragma warning disable CA5359
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true, (_, _, _, _) => true);
#pragma warning restore CA5359
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = endpoint.Host }, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            or OperationCanceledException)
        {
            return false;
        }
    }
}
