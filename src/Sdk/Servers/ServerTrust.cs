using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Sdk.Servers;

/// <summary>Decides whether a server's certificate is trusted: by the authorities of the system, or by those that the
/// settings name besides. Its name is verified too.</summary>
public sealed class ServerTrust
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly AuthorityFile _file;
    private readonly string _nameSetting;
    private readonly X509Certificate2Collection _authorities;

    /// <summary>Reads the file with the authorities.</summary>
    /// <param name="section">The configuration section of <paramref name="tls"/>, such as
    /// <c>Karton:PostgreSql:Tls</c>.</param>
    /// <param name="tls">What <see cref="TlsOptions.Validate"/> finds no fault with.</param>
    /// <exception cref="CryptographicException">There is no certificate in the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ServerTrust(string section, TlsOptions tls)
        : this(new AuthorityFile($"{section}:CaFile", (tls ?? throw new ArgumentNullException(nameof(tls))).CaFile),
            $"{section}:ServerName")
    {
    }

    /// <summary>Reads the file with the authorities.</summary>
    /// <param name="file">The file.</param>
    /// <param name="nameSetting">The setting that says which name the certificate must have.</param>
    internal ServerTrust(AuthorityFile file, string nameSetting)
    {
        _file = file;
        _nameSetting = nameSetting;
        _authorities = file.Read();
    }

    /// <summary>Fits <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <param name="sender">The stream whose other end shows the certificate.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that was built with the authorities of the system.</param>
    /// <param name="errors">What was wrong with it.</param>
    /// <returns><see langword="true"/>.</returns>
    /// <exception cref="UntrustedServerException">It is not trusted.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 server)
        {
            throw new UntrustedServerException("it shows no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var asked = sender is SslStream stream ? $" and not for '{stream.TargetHostName}'" : "";
            throw new UntrustedServerException(
                $"its certificate is for {NamesOf(server)}{asked}: change {_nameSetting}");
        }

        if (_authorities.Count == 0)
        {
            throw new UntrustedServerException(
                "its certificate is signed by an authority that this system does not know "
                + $"({(chain is null ? "no chain" : Faults(chain))}); name the file with the authority's certificate "
                + $"in {_file.Setting}, which is not set");
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
            : throw new UntrustedServerException(
                $"its certificate is signed by none of the authorities in {_file.Setting}, '{_file.Path}' "
                + $"({Faults(own)})");
    }

    private static string Faults(X509Chain chain) =>
        string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()
                .Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .DefaultIfEmpty(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return string.Join(", ", names.Select(name => $"'{name}'"));
    }
}
