using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Karton.Sdk.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>Says what a fault of the client means, and which setting to change.</summary>
internal static partial class RabbitMqFaults
{
    private const string Section = RabbitMqOptions.Section;

    /// <summary>Why a node could not be connected to.</summary>
    internal static ServerUnavailableException OfConnecting(
        Exception fault, RabbitMqNode node, RabbitMqOptions options)
    {
        var causes = Causes(fault).ToList();
        var (problem, mayPass) =
            OfSignIn(causes, options) ?? OfTls(causes, options) ?? OfProtocol(causes, options) ?? OfSocket(causes)
            ?? OfTimeout(causes)
            ?? ($"did not let us in: {fault.GetBaseException().Message}", true);
        return new ServerUnavailableException($"RabbitMQ at {node} {problem}.", mayPass, fault);
    }

    /// <summary>Why a queue or an exchange could not be declared.</summary>
    internal static ServerUnavailableException OfDeclaring(
        OperationInterruptedException fault, string what, string name, RabbitMqOptions options)
    {
        var text = fault.ShutdownReason?.ReplyText ?? fault.Message;
        if (fault.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            var refused = Refusal().Match(text);
            var resource = refused.Success
                ? $"{refused.Groups["kind"]} '{refused.Groups["name"]}'"
                : $"{what} '{name}'";
            var permission = refused.Groups["permission"] is { Success: true } named
                ? named.Value.Trim()
                : "configure, write and read";
            return new ServerUnavailableException(
                $"RabbitMQ's user '{options.Username}' lacks the permission to {permission} for the {resource} in the "
                + $"virtual host '{options.VirtualHost}'. Grant it by rabbitmqctl set_permissions; docs/operations.md "
                + "says what a service needs.",
                mayPass: false,
                fault);
        }

        var differs = Difference().Match(text);
        var isQuorum = text.Contains("quorum", StringComparison.Ordinal);
        if (!differs.Success)
        {
            return new ServerUnavailableException(
                $"RabbitMQ does not make the {what} '{name}': {text}.", mayPass: false, fault);
        }

        var otherType = options.QueueType == QueueType.Classic ? QueueType.Quorum : QueueType.Classic;
        var alternative = isQuorum || differs.Groups["argument"].Value == Headers.XMaxPriority
            ? $", or set {Section}:QueueType to {otherType}"
            : "";
        return new ServerUnavailableException(
            $"RabbitMQ has a {what} '{name}' of another kind: its {differs.Groups["argument"]} is "
            + $"{differs.Groups["current"]}, and {Section}:QueueType {options.QueueType} asks for "
            + $"{differs.Groups["asked"]}. Let its services drain it and remove it "
            + $"(rabbitmqctl delete_queue --vhost {options.VirtualHost} {name}){alternative}.",
            mayPass: false,
            fault);
    }

    private static (string, bool)? OfSignIn(List<Exception> causes, RabbitMqOptions options)
    {
        if (causes.OfType<AuthenticationFailureException>().Any()
            || causes.OfType<PossibleAuthenticationFailureException>().Any())
        {
            return (options.Tls.CertificateFile is null
                ? $"refuses the user '{options.Username}': {Section}:Username or {Section}:Password is wrong"
                : $"refuses the user of {Section}:Tls:CertificateFile, or {Section}:Username or {Section}:Password is "
                    + "wrong", false);
        }

        foreach (var refused in causes.OfType<OperationInterruptedException>())
        {
            var text = refused.ShutdownReason?.ReplyText ?? "";
            if (text.Contains("not found", StringComparison.Ordinal))
            {
                return ($"has no virtual host '{options.VirtualHost}': change {Section}:VirtualHost or make it by "
                    + $"rabbitmqctl add_vhost {options.VirtualHost}", false);
            }

            if (text.Contains("refused for user", StringComparison.Ordinal))
            {
                return ($"does not let the user '{options.Username}' into the virtual host '{options.VirtualHost}': "
                    + $"change {Section}:VirtualHost or grant access by rabbitmqctl set_permissions", false);
            }
        }

        return null;
    }

    private static (string, bool)? OfTls(List<Exception> causes, RabbitMqOptions options)
    {
        if (!options.Tls.Enabled)
        {
            return null;
        }

        if (causes.OfType<UntrustedServerException>().FirstOrDefault() is { } untrusted)
        {
            return ($"cannot be trusted: {untrusted.Message}", false);
        }

        var alert = causes.Find(cause => cause.Message.Contains("alert", StringComparison.OrdinalIgnoreCase));
        if (alert is not null)
        {
            return (options.Tls.CertificateFile is null
                ? $"wants a client certificate: set {Section}:Tls:CertificateFile"
                : $"refuses the client certificate of {Section}:Tls:CertificateFile", false);
        }

        return causes.OfType<AuthenticationException>().Any()
            ? ($"does not speak TLS on this port: change the port in {Section}:Hosts (often "
                + $"{RabbitMqNode.TlsPort}), or set {Section}:Tls:Enabled to false", false)
            : null;
    }

    private static (string, bool)? OfSocket(List<Exception> causes) =>
        causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode switch
        {
            null => null,
            SocketError.HostNotFound or SocketError.NoData => ($"is unknown: change {Section}:Hosts", false),
            SocketError.TryAgain => ("could not be looked up", true),
            SocketError.ConnectionRefused => ($"is not up, or {Section}:Hosts names another port", true),
            var error => ($"cannot be reached ({error})", true),
        };

    // A plain connection to a port with TLS gets an answer that is no AMQP, or none.
    private static (string, bool)? OfProtocol(List<Exception> causes, RabbitMqOptions options)
    {
        if (causes.OfType<MalformedFrameException>().Any() || causes.OfType<PacketNotRecognizedException>().Any())
        {
            return ($"does not speak AMQP on this port; when it speaks TLS there, set {Section}:Tls:Enabled", false);
        }

        if (causes.OfType<EndOfStreamException>().Any()
            || causes.OfType<SocketException>().Any(cause => cause.SocketErrorCode == SocketError.ConnectionReset))
        {
            return (options.Tls.Enabled
                ? "closed the connection before it was set up"
                : $"closed the connection; when it speaks TLS on this port, set {Section}:Tls:Enabled", true);
        }

        return null;
    }

    private static (string, bool)? OfTimeout(List<Exception> causes) =>
        causes.OfType<TimeoutException>().Any() || causes.OfType<OperationCanceledException>().Any()
            ? ("did not answer in time", true)
            : null;

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
            if (cause is AggregateException many)
            {
                foreach (var inner in many.InnerExceptions.Skip(1).SelectMany(Causes))
                {
                    yield return inner;
                }
            }
        }
    }

    [GeneratedRegex(
        @"(?<permission>\w+ )?access to (?<kind>queue|exchange) '(?<name>[^']*)'", RegexOptions.NonBacktracking)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"inequivalent arg '(?<argument>[^']*)' .*: received (?<asked>.*) but current is (?<current>.*)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Difference();
}
