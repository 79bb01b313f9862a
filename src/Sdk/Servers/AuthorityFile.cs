using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Karton.Sdk.Servers;

/// <summary>A setting that names a file with the certificates of authorities.</summary>
/// <param name="Setting">The setting in full, such as <c>Karton:S3:CaFile</c>.</param>
/// <param name="Path">Its value; <see langword="null"/> for the authorities of the system alone.</param>
internal sealed record AuthorityFile(string Setting, string? Path)
{
    /// <returns>What is wrong with the file; <see langword="null"/> when nothing is.</returns>
    internal string? Validate() => FileFault.Of(Setting, Path, () => Read());

    /// <exception cref="CryptographicException">There is no certificate in it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal X509Certificate2Collection Read()
    {
        var authorities = new X509Certificate2Collection();
        if (Path is not null)
        {
            authorities.ImportFromPemFile(Path);
            if (authorities.Count == 0)
            {
                throw new CryptographicException("There is no certificate in it.");
            }
        }

        return authorities;
    }
}
