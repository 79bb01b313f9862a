using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Karton.Tests.Servers;

/// <summary>
/// The servers that <c>scripts/services</c> has started, as the environment tells of them. Stopping one stops it for
/// everybody: only tests that nothing runs beside may do so, and they start it again, whatever happens.
/// </summary>
public static class TestServers
{
    /// <summary>Whether there are PostgreSQL, RabbitMQ and S3 to test with.</summary>
    public static bool AreUp => Find("KARTON_TEST_SERVICES") is not null && Find("KARTON__S3__ENDPOINT") is not null;

    /// <summary>Whether there is the RabbitMQ cluster, too.</summary>
    public static bool HaveCluster => Find("KARTON_TEST_CLUSTER_HOSTS") is not null;

    /// <summary>The authority (PEM file) that signed the certificates of all servers.</summary>
    public static string CaFile => Setting("KARTON_TEST_CA");

    /// <summary>A client's certificate (PEM file) that the servers accept; its name is the RabbitMQ user's.</summary>
    public static string ClientCertificateFile => Setting("KARTON_TEST_CLIENT_CERT");

    /// <summary>The key (PEM file) of <see cref="ClientCertificateFile"/>.</summary>
    public static string ClientKeyFile => Setting("KARTON_TEST_CLIENT_KEY");

    /// <summary>A variable that <c>scripts/services env</c> sets.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public static string Setting(string variable) => Find(variable) ?? throw new InvalidOperationException(
        $"{variable} is not set. Start the servers: scripts/services up && . \"$(scripts/services env)\"");

    /// <summary>Ends a server well: postgresql, rabbitmq, s3, rabbit1, rabbit2 or rabbit3. Its data stays.</summary>
    public static Task StopAsync(string server, CancellationToken cancellationToken) =>
        RunAsync("stop", server, cancellationToken);

    /// <summary>Starts a server that was stopped or killed, and returns when it answers.</summary>
    public static Task StartAsync(string server, CancellationToken cancellationToken) =>
        RunAsync("start", server, cancellationToken);

    /// <summary>Ends a server with <c>kill -9</c>. Its data stays.</summary>
    public static Task KillAsync(string server, CancellationToken cancellationToken) =>
        RunAsync("kill", server, cancellationToken);

    /// <summary>A name that nothing has yet, for something that a test makes on a server.</summary>
    internal static string FreshName() => $"test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    private static string? Find(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static async Task RunAsync(string command, string server, CancellationToken cancellationToken)
    {
        var script = typeof(TestServers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "KartonServices").Value!;
        var start = new ProcessStartInfo(script, [command, server])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["KARTON_SERVICES_DIR"] = Setting("KARTON_TEST_SERVICES") },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"scripts/services {command} {server} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }
}
