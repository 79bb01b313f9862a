using Karton.Sdk.Servers;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Makes the driver's source of connections from the options.</summary>
internal static class PostgreSqlSource
{
    private const int MaxConnections = 16;

    /// <summary>Connections that are kept and used again.</summary>
    internal static NpgsqlDataSource Pooled(PostgreSqlOptions options) => Build(options, isPooled: true);

    /// <summary>Connections that end when they are closed, and with them what their session holds.</summary>
    internal static NpgsqlDataSource Single(PostgreSqlOptions options) => Build(options, isPooled: false);

    private static NpgsqlDataSource Build(PostgreSqlOptions options, bool isPooled)
    {
        var builder = new NpgsqlDataSourceBuilder(ToConnectionString(options, isPooled));
        if (options.Tls.Enabled)
        {
            var trust = new ServerTrust($"{PostgreSqlOptions.Section}:Tls", options.Tls);
            builder.UseSslClientAuthenticationOptionsCallback(ssl =>
            {
                ssl.TargetHost = options.Tls.ServerName ?? options.Host;
                ssl.RemoteCertificateValidationCallback = trust.Accept;
            });
        }

        return builder.Build();
    }

    private static string ToConnectionString(PostgreSqlOptions options, bool isPooled)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Database = options.Database,
            Username = options.Username,
            Password = options.Password,
            ApplicationName = "karton",
            // The driver only encrypts here: ServerTrust verifies the certificate and the name, as the driver can
            // neither trust an authority beside the system's nor say what is wrong with a certificate.
            SslMode = options.Tls.Enabled ? SslMode.Require : SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
            Timeout = 5,
            CommandTimeout = 30,
            CancellationTimeout = 2000,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 1,
            Pooling = isPooled,
            MaxPoolSize = MaxConnections,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
        };
        if (options.Tls is { Enabled: true, CertificateFile: { } certificate })
        {
            builder.SslCertificate = certificate;
            builder.SslKey = options.Tls.KeyFile ?? certificate;
        }

        return builder.ToString();
    }
}
