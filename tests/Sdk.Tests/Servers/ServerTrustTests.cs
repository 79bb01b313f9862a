using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Karton.Sdk.Servers;

namespace Karton.Sdk.Tests.Servers;

public sealed class ServerTrustTests : IDisposable
{
    private const SslPolicyErrors Unknown = SslPolicyErrors.RemoteCertificateChainErrors;

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void What_an_authority_of_the_settings_has_signed_is_trusted()
    {
        using var server = SelfSigned();
        File.WriteAllText(_file, server.ExportCertificatePem());

        Assert.True(Trust(_file).Accept(this, server, null, Unknown));
    }

    [Fact]
    public void The_name_is_verified_whoever_signed_it()
    {
        using var server = SelfSigned();
        File.WriteAllText(_file, server.ExportCertificatePem());

        var fault = Assert.Throws<UntrustedServerException>(() =>
            Trust(_file).Accept(this, server, null, Unknown | SslPolicyErrors.RemoteCertificateNameMismatch));

        Assert.Equal("its certificate is for 'server.test': change Karton:Some:Tls:ServerName", fault.Message);
    }

    [Fact]
    public void An_authority_that_nobody_named_is_not_trusted()
    {
        using var server = SelfSigned();

        var fault = Assert.Throws<UntrustedServerException>(() =>
            Trust(file: null).Accept(this, server, null, Unknown));

        Assert.EndsWith("in Karton:Some:Tls:CaFile, which is not set", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_authority_is_not_trusted()
    {
        using var server = SelfSigned();
        using var other = SelfSigned();
        File.WriteAllText(_file, other.ExportCertificatePem());

        var fault = Assert.Throws<UntrustedServerException>(() => Trust(_file).Accept(this, server, null, Unknown));

        Assert.Contains($"Karton:Some:Tls:CaFile, '{_file}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_a_certificate_is_not_trusted() => Assert.Throws<UntrustedServerException>(() =>
        Trust(file: null).Accept(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));

    public void Dispose() => File.Delete(_file);

    private static ServerTrust Trust(string? file) =>
        new("Karton:Some:Tls", new TlsOptions { Enabled = true, CaFile = file });

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server.test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
