using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Sdk.Servers;

/// <summary>How a connection to a server is encrypted. The server's certificate is always verified, its name
/// included.</summary>
public sealed class TlsOptions
{
    /// <summary>Whether the connection is encrypted. Default <see langword="false"/>.</summary>
    public bool Enabled { get; set; }

    /// <summary>The file with the certificates (PEM) of the authorities to trust, besides those of the system. Default:
    /// those of the system alone.</summary>
    public string? CaFile { get; set; }

    /// <summary>The file with this client's certificate (PEM). Default: none.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The file with the key (PEM) of <see cref="CertificateFile"/>. Default: the key is in the same
    /// file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The name that the server's certificate must have. Default: the host's.</summary>
    public string? ServerName { get; set; }

    /// <summary>Reads the files and finds what is wrong with the settings.</summary>
    /// <param name="section">Where these options stand, such as <c>Karton:PostgreSql:Tls</c>.</param>
    /// <returns>A sentence for each fault, which names the setting and its value.</returns>
    public IEnumerable<string> Validate(string section)
    {
        if (new AuthorityFile($"{section}:CaFile", CaFile).Validate() is { } noAuthority)
        {
            yield return noAuthority;
        }

        if (KeyFile is not null
            && FileFault.Of($"{section}:KeyFile", KeyFile, () => File.ReadAllText(KeyFile)) is { } noKey)
        {
            yield return noKey;
        }
        else if (FileFault.Of(
            $"{section}:CertificateFile", CertificateFile, () => ReadCertificate()?.Dispose()) is { } noCertificate)
        {
            yield return noCertificate;
        }

        if (CertificateFile is null && KeyFile is not null)
        {
            yield return $"{section}:KeyFile is set without {section}:CertificateFile; set both or neither.";
        }

        if (!Enabled && (CaFile ?? CertificateFile ?? KeyFile ?? ServerName) is not null)
        {
            yield return $"{section} has settings, but {section}:Enabled is false. Set it to true, or remove them.";
        }
    }

    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal X509Certificate2? ReadCertificate() => CertificateFile is null
        ? null
        : X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile ?? CertificateFile);
}
