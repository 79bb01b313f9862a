using System.Globalization;
using Karton.Sdk.Servers;
using Microsoft.Extensions.Options;

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

internal sealed class RabbitMqOptionsValidator : IValidateOptions<RabbitMqOptions>
{
    // What AMQP can carry in one short string.
    private const int LongestVirtualHost = 255;

    public ValidateOptionsResult Validate(string? name, RabbitMqOptions options)
    {
        var failures = new List<string>();
        for (var index = 0; index < options.Hosts.Count; index++)
        {
            if (!RabbitMqNode.TryParse(options.Hosts[index], 0, out _))
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Karton:RabbitMq:Hosts:{index} is '{options.Hosts[index]}'; it must be a host or host:port."));
            }
        }

        if (options.VirtualHost is not { Length: >= 1 and <= LongestVirtualHost })
        {
            failures.Add(
                $"Karton:RabbitMq:VirtualHost is '{options.VirtualHost}'; "
                + $"it must be 1 to {LongestVirtualHost} characters.");
        }

        if (string.IsNullOrEmpty(options.Username) && options.Tls.CertificateFile is null)
        {
            failures.Add("Karton:RabbitMq:Username is empty; name the user, or set Tls:CertificateFile.");
        }

        if (!Enum.IsDefined(options.QueueType))
        {
            failures.Add($"Karton:RabbitMq:QueueType is {options.QueueType:D}; it must be Classic or Quorum.");
        }

        failures.AddRange(options.Tls.Validate($"{RabbitMqOptions.Section}:Tls"));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
