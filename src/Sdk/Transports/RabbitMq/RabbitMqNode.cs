using System.Globalization;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>One node of a cluster.</summary>
internal sealed record RabbitMqNode(string Host, int Port)
{
    internal const int PlainPort = 5672;
    internal const int TlsPort = 5671;

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Reads <c>host</c>, <c>host:port</c> or, for IPv6, <c>[address]:port</c>.</summary>
    internal static bool TryParse(string? text, int defaultPort, out RabbitMqNode? node)
    {
        node = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var port = defaultPort;
        var end = text.StartsWith('[')
            ? text.IndexOf(']', StringComparison.Ordinal) + 1
            : text.IndexOf(':', StringComparison.Ordinal);
        var host = end < 0 ? text : text[..end];
        if (end >= 0 && end < text.Length
            && (text[end] != ':'
                || !int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > ushort.MaxValue))
        {
            return false;
        }

        host = host.Trim('[', ']');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        node = new RabbitMqNode(host, port);
        return true;
    }

    internal static RabbitMqNode[] Of(RabbitMqOptions options)
    {
        var port = options.Tls.Enabled ? TlsPort : PlainPort;
        return options.Hosts.Count == 0
            ? [new RabbitMqNode("localhost", port)]
            : [.. options.Hosts.Select(host => TryParse(host, port, out var node)
                ? node!
                : throw new FormatException($"'{host}' is no host."))];
    }
}
