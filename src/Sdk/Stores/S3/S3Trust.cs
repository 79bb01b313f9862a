using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Sdk.Stores.S3;

/// <summary>Decides whether the server's certificate is trusted: by the authorities of the system, or by those in
/// <see cref="S3Options.CaFile"/>.</summary>
internal sealed class S3Trust(S3Options options)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _authorities = Read(options.CaFile);

    /// <exception cref="CryptographicException">There is no certificate in it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static X509Certificate2Collection Read(string? caFile)
    {
        var authorities = new X509Certificate2Collection();
        if (caFile is not null)
        {
            authorities.ImportFromPemFile(caFile);
            if (authorities.Count == 0)
            {
                throw new CryptographicException("There is no certificate in it.");
            }
        }

        return authorities;
    }

    /// <summary>Fits <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="AuthenticationException">It is not trusted; the message says why.</exception>
    internal bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 server)
        {
            throw new AuthenticationException("The server shows no certificate.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new AuthenticationException(
                "The certificate of the server is for another name. Write the name that it is for in "
                + $"{S3Options.Section}:Endpoint.");
        }

        if (_authorities.Count == 0)
        {
            throw new AuthenticationException(
                "The certificate of the server is signed by an authority that this system does not know. Name the "
                + $"file with the authority's certificate in {S3Options.Section}:CaFile.");
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        }

        return own.Build(server)
            ? true
            : throw new AuthenticationException(
                "The certificate of the server is signed by none of the authorities in "
                + $"{S3Options.Section}:CaFile, '{options.CaFile}' "
                + $"({string.Join(", ", own.ChainStatus.Select(status => status.Status).Distinct())}).");
    }
}
