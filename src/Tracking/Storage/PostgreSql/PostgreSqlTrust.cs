using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Verifies the server's certificate: signed by an authority of the system or of the file that the options
/// name, and made out to the server's name.</summary>
internal sealed class PostgreSqlTrust(PostgreSqlOptions options)
{
    private readonly string _name = options.Tls.ServerName ?? options.Host;
    private readonly X509Certificate2Collection _authorities = Load(options.Tls.CaFile);

    internal void Apply(SslClientAuthenticationOptions ssl)
    {
        ssl.TargetHost = _name;
        if (_authorities.Count > 0)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(_authorities);
            ssl.CertificateChainPolicy = policy;
        }

        ssl.RemoteCertificateValidationCallback = (_, _, chain, errors) => errors switch
        {
            SslPolicyErrors.None => true,
            SslPolicyErrors.RemoteCertificateNameMismatch => throw new AuthenticationException(
                $"the certificate is not made out to '{_name}': see {PostgreSqlOptions.Section}:Tls:ServerName"),
            _ => throw new AuthenticationException(
                $"the certificate is not trusted ({Describe(chain)}): {PostgreSqlOptions.Section}:Tls:CaFile must name "
                + $"the certificate of the authority that signed it, and is {options.Tls.CaFile ?? "not set"}"),
        };
    }

    private static X509Certificate2Collection Load(string? caFile)
    {
        var authorities = new X509Certificate2Collection();
        if (caFile is null)
        {
            return authorities;
        }

        authorities.ImportFromPemFile(caFile);
        foreach (var location in (StoreLocation[])[StoreLocation.LocalMachine, StoreLocation.CurrentUser])
        {
            using var system = new X509Store(StoreName.Root, location, OpenFlags.ReadOnly);
            authorities.AddRange(system.Certificates);
        }

        return authorities;
    }

    private static string Describe(X509Chain? chain) => chain is { ChainStatus.Length: > 0 }
        ? string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct())
        : "there is none";
}
