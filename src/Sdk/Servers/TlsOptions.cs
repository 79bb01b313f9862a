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
}
