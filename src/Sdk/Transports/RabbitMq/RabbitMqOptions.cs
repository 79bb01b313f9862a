using Karton.Sdk.Servers;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>How RabbitMQ is reached; read from the configuration section <c>Karton:RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:RabbitMq";

    /// <summary>The nodes of the cluster, each <c>host</c> or <c>host:port</c>. The port is 5672, or 5671 with
    /// TLS. Default: <c>localhost</c>.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>The virtual host. Default <c>/</c>.</summary>
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user. Default <c>guest</c>.</summary>
    public string Username { get; set; } = "guest";

    /// <summary>The password. Default <c>guest</c>, which RabbitMQ accepts on the local machine alone.</summary>
    public string Password { get; set; } = "guest";

    /// <summary>The encryption of the connection. With a client certificate and the server's plug-in for it, the
    /// certificate names the user. Default: none.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>The kind of queues. Default <see cref="QueueType.Classic"/>.</summary>
    public QueueType QueueType { get; set; }
}
