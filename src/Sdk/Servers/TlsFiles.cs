using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Sdk.Servers;

/// <summary>Reads the files that <see cref="TlsOptions"/> names.</summary>
internal static class TlsFiles
{
    /// <summary>Tries each file and adds what is wrong to <paramref name="failures"/>.</summary>
    internal static void Check(string section, TlsOptions tls, List<string> failures)
    {
        Try($"{section}:CaFile", tls.CaFile, () => _ = Authorities(tls));
        if (tls.CertificateFile is null && tls.KeyFile is not null)
        {
            failures.Add($"{section}:KeyFile is set without {section}:CertificateFile; set both or neither.");
        }

        Try($"{section}:CertificateFile", tls.CertificateFile, () => ClientCertificate(tls)?.Dispose());

        void Try(string setting, string? file, Action read)
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                failures.Add($"{setting} is '{file}', which cannot be read as a certificate: {e.Message}");
            }
        }
    }

    internal static X509Certificate2Collection Authorities(TlsOptions tls)
    {
        var authorities = new X509Certificate2Collection();
        if (tls.CaFile is not null)
        {
            authorities.ImportFromPemFile(tls.CaFile);
            if (authorities.Count == 0)
            {
                throw new CryptographicException("There is no certificate in it.");
            }
        }

        return authorities;
    }

    internal static X509Certificate2? ClientCertificate(TlsOptions tls) => tls.CertificateFile is null
        ? null
        : X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile ?? tls.CertificateFile);
}
