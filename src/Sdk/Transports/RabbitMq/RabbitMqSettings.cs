using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Karton.Sdk.Servers;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>
/// The options as MassTransit and the client want them. Every connection of the process is made from here, so that a
/// check sees what the bus will see. MassTransit's own way trusts any authority and knows one name for all nodes.
/// </summary>
internal sealed class RabbitMqSettings : RabbitMqHostSettings, IRabbitMqEndpointResolver
{
    private readonly X509Certificate2? _certificate;
    private readonly ServerTrust _trust;
    private readonly string? _serverName;
    private int _next;

    public RabbitMqSettings(IOptions<RabbitMqOptions> options, IOptions<KartonOptions> karton)
    {
        Options = options.Value;
        Nodes = RabbitMqNode.Of(Options);
        ClientProvidedName = $"karton {karton.Value.InstanceName}";
        _certificate = Options.Tls.ReadCertificate();
        _trust = new ServerTrust($"{RabbitMqOptions.Section}:Tls", Options.Tls);
        _serverName = Options.Tls.ServerName;
        CertificateValidationCallback = _trust.Accept;
    }

    public string Host => Nodes[0].Host;

    public int Port => Nodes[0].Port;

    public string VirtualHost => Options.VirtualHost;

    public string Username => Options.Username;

    public string Password => Options.Password;

    // A connection that has died without a word is noticed after two of these.
    public TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(10);

    public bool Ssl => Options.Tls.Enabled;

    public SslProtocols SslProtocol => SslProtocols.None;

    public string SslServerName => _serverName ?? Host;

    public SslPolicyErrors AcceptablePolicyErrors => SslPolicyErrors.None;

    public string ClientCertificatePath => "";

    public string ClientCertificatePassphrase => "";

    public X509Certificate ClientCertificate => _certificate!;

    public bool UseClientCertificateAsAuthenticationIdentity => false;

    public LocalCertificateSelectionCallback CertificateSelectionCallback { get; set; } = null!;

    public RemoteCertificateValidationCallback CertificateValidationCallback { get; set; }

    public IRabbitMqEndpointResolver EndpointResolver => this;

    public string ClientProvidedName { get; }

    public Uri HostAddress => new RabbitMqHostAddress(Host, Port, VirtualHost);

    public bool PublisherConfirmation => true;

    public ushort RequestedChannelMax => ConnectionFactory.DefaultChannelMax;

    public TimeSpan RequestedConnectionTimeout { get; } = TimeSpan.FromSeconds(10);

    public BatchSettings BatchSettings { get; } = new NoBatches();

    public TimeSpan ContinuationTimeout { get; } = TimeSpan.FromSeconds(20);

    public uint? MaxMessageSize => null;

    public ICredentialsProvider CredentialsProvider => null!;

    public uint? RequestedFrameMax => null;

    public ClusterNode LastHost { get; private set; }

    internal RabbitMqOptions Options { get; }

    internal IReadOnlyList<RabbitMqNode> Nodes { get; }

    /// <summary>Every node once, from another one at each call: one that is down costs no pause, and the connections of
    /// many processes spread.</summary>
    public IEnumerable<AmqpTcpEndpoint> All()
    {
        var first = (uint)Interlocked.Increment(ref _next);
        for (var index = 0u; index < Nodes.Count; index++)
        {
            var node = Nodes[(int)((first + index) % (uint)Nodes.Count)];
            LastHost = ClusterNode.Parse($"{node.Host.Replace(':', '_')}:{node.Port}");
            yield return EndpointOf(node);
        }
    }

    public Task Refresh(ConnectionFactory connectionFactory)
    {
        if (_certificate is not null)
        {
            // The first that the server offers: it offers the certificate's name only with the plug-in for it.
            connectionFactory.AuthMechanisms = [new ExternalMechanismFactory(), new PlainMechanismFactory()];
        }

        return Task.CompletedTask;
    }

    internal AmqpTcpEndpoint EndpointOf(RabbitMqNode node)
    {
        var tls = new SslOption { Enabled = false };
        if (Ssl)
        {
            tls = new SslOption
            {
                Enabled = true,
                ServerName = _serverName ?? node.Host,
                Version = SslProtocols.None,
                CertificateValidationCallback = CertificateValidationCallback,
                Certs = _certificate is null ? null : [_certificate],
            };
        }

        return new AmqpTcpEndpoint(node.Host, node.Port, tls);
    }

    /// <summary>A connection beside the bus, made by a caller who closes it.</summary>
    internal async Task<IConnection> ConnectAsync(
        IEnumerable<AmqpTcpEndpoint> endpoints, string purpose, CancellationToken cancellationToken)
    {
        var factory = this.GetConnectionFactory();
        await Refresh(factory);
        factory.EndpointResolverFactory = _ => new DefaultEndpointResolver(endpoints);
        return await factory.CreateConnectionAsync(
            endpoints, $"{ClientProvidedName} {purpose}", cancellationToken);
    }

    private sealed class NoBatches : BatchSettings
    {
        public bool Enabled => false;

        public int MessageLimit => 100;

        public int SizeLimit => 64 * 1024;

        public TimeSpan Timeout => TimeSpan.FromMilliseconds(1);
    }
}
