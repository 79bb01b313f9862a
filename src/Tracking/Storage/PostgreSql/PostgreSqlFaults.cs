using System.Net.Sockets;
using System.Security.Authentication;
using Karton.Sdk.Servers;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>What failures of the driver mean: which pass, and what people can do about the others.</summary>
internal static class PostgreSqlFaults
{
    private const string S = PostgreSqlOptions.Section;

    // The driver has no name for it: a writer that slept for too long.
    private const string IdleInTransaction = "25P03";

    /// <summary>Whether a failure may be gone at the next try, on a new connection.</summary>
    internal static bool IsTransient(Exception failure) => failure switch
    {
        PostgresException { SqlState: var state } => IsTransient(state),
        NpgsqlException { InnerException: AuthenticationException } => false,
        // All that the driver throws by itself tells of the connection; what the server says is above.
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        // A connection that was cut between two statements.
        InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>Whether a failure tells nothing about what was to be written: it passes, or a person can mend the
    /// server or its rights.</summary>
    internal static bool MayPass(Exception failure) => IsTransient(failure) || failure switch
    {
        PostgresException { SqlState: var state } => !IsRefusal(state),
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>Says what a failed connection is about.</summary>
    internal static ServerUnavailableException Explain(Exception failure, PostgreSqlOptions options)
    {
        var (fault, mayPass) = failure switch
        {
            PostgresException refusal => Describe(refusal, options),
            NpgsqlException { InnerException: AuthenticationException tls } => (Describe(tls), false),
            NpgsqlException { InnerException: SocketException socket } => Describe(socket, options),
            SocketException socket => Describe(socket, options),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException => (
                $"it does not answer. Is {S}:Host '{options.Host}' right, and does a firewall let port {options.Port} "
                + "through?",
                true),
            NpgsqlException { InnerException: IOException } => ("it cut the connection; it may be starting.", true),
            NpgsqlException when options.Tls.Enabled && failure.Message.Contains("SSL", StringComparison.Ordinal) => (
                $"it does not offer TLS. Set {S}:Tls:Enabled (now true) to false, or turn on 'ssl' in the server.",
                false),
            NpgsqlException when options.Password is null => (
                $"it wants a password of the user '{options.Username}'. Set {S}:Password.", false),
            _ => ($"the driver says: {failure.Message}", false),
        };
        return Unavailable(options, fault, mayPass, failure);
    }

    internal static ServerUnavailableException Unavailable(
        PostgreSqlOptions options, string fault, bool mayPass, Exception? cause = null) =>
        new($"PostgreSQL at {options.Host}:{options.Port} cannot be used: {fault}", mayPass, cause);

    // Bad data, a constraint that it breaks, or more of it than the server takes at once.
    private static bool IsRefusal(string state) => state.StartsWith("22", StringComparison.Ordinal)
        || state.StartsWith("23", StringComparison.Ordinal)
        || state.StartsWith("54", StringComparison.Ordinal);

    private static bool IsTransient(string state) => state switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InFailedSqlTransaction
            or IdleInTransaction or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.ObjectInUse or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.IoError => true,
        // Connection failures, and whatever the server has run out of.
        _ => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal),
    };

    private static (string Fault, bool MayPass) Describe(PostgresException e, PostgreSqlOptions options) =>
        e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => (
            $"it refuses the password of the user '{options.Username}'. Check {S}:Username and {S}:Password.", false),
        PostgresErrorCodes.InvalidAuthorizationSpecification when
            e.MessageText.Contains("certificate", StringComparison.OrdinalIgnoreCase) => (
            $"it wants a client certificate of the user '{options.Username}'. {S}:Tls:CertificateFile is "
            + $"{Quote(options.Tls.CertificateFile)}; {S}:Tls:Enabled must be true, and is {options.Tls.Enabled}.",
            false),
        PostgresErrorCodes.InvalidAuthorizationSpecification => (
            $"it does not let the user '{options.Username}' into the database '{options.Database}' ({e.MessageText}). "
            + $"Check {S}:Username and {S}:Tls:Enabled (now {options.Tls.Enabled}), and the server's pg_hba.conf.",
            false),
        PostgresErrorCodes.InvalidCatalogName => (
            $"it has no database '{options.Database}'. Make it, or correct {S}:Database.", false),
        PostgresErrorCodes.InsufficientPrivilege => (
            $"the user '{options.Username}' lacks a privilege in the database '{options.Database}' ({e.MessageText}). "
            + $"Grant it, or set {S}:Username to the owner of the ledger's tables.",
            false),
        PostgresErrorCodes.CannotConnectNow => ("it is starting or shutting down.", true),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => ("it is shutting down.", true),
        PostgresErrorCodes.TooManyConnections => (
            $"it has no connection left for the user '{options.Username}'; its max_connections is too low.", true),
        PostgresErrorCodes.ReadOnlySqlTransaction => (
            $"the database '{options.Database}' is read-only. Set {S}:Host to the server that is written to.", true),
        PostgresErrorCodes.UndefinedTable => (
            $"the database '{options.Database}' has no ledger yet: start 'karton run tracking'.", true),
        _ => ($"it answers with error {e.SqlState}: {e.MessageText}", IsTransient(e.SqlState)),
    };

    private static string Describe(AuthenticationException e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is UntrustedServerException)
            {
                return cause.Message + ".";
            }
        }

        return $"TLS failed ({e.Message}). Check {S}:Tls.";
    }

    private static (string Fault, bool MayPass) Describe(SocketException e, PostgreSqlOptions options) =>
        e.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData => (
                $"there is no host of the name '{options.Host}'. Correct {S}:Host.", false),
            SocketError.ConnectionRefused => (
                $"nothing listens there. Is it running, and are {S}:Host and {S}:Port right?", true),
            _ => ($"the network says {e.SocketErrorCode}. Check {S}:Host '{options.Host}' and {S}:Port.", true),
        };

    private static string Quote(string? value) => value is null ? "not set" : $"'{value}'";
}
