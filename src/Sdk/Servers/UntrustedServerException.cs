using System.Security.Authentication;

namespace Karton.Sdk.Servers;

/// <summary>A server's certificate is not trusted. The message says why, and which setting to change; it goes on from
/// the server's name.</summary>
public sealed class UntrustedServerException : AuthenticationException
{
    internal UntrustedServerException(string message)
        : base(message)
    {
    }
}
