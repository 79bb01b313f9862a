using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Karton.Servers.Tests;

/// <summary>What <c>scripts/services</c> says when it cannot do what is asked. No server is started here.</summary>
public sealed class ServicesScriptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("karton-services-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_servers_there_are_no_settings_and_nothing_to_end()
    {
        var settings = await RunAsync(["env"]);
        var status = await RunAsync(["status"]);
        var start = await RunAsync(["start", "rabbitmq"]);
        var down = await RunAsync(["down"]);

        Assert.Equal((1, ""), (settings.Code, settings.Output));
        Assert.Contains("scripts/services up", settings.Error, StringComparison.Ordinal);
        Assert.Equal(1, status.Code);
        Assert.Equal(1, start.Code);
        Assert.Equal(0, down.Code);
    }

    [Fact]
    public async Task A_folder_that_is_not_its_own_is_neither_used_nor_deleted()
    {
        var file = Path.Combine(folder, "state", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var up = await RunAsync(["up"]);
        var down = await RunAsync(["down"]);

        Assert.Equal((1, 1), (up.Code, down.Code));
        Assert.Contains("KARTON_SERVICES_DIR", up.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("up", "KARTON_SERVICES_POSTGRESQL_PORT")]
    [InlineData("up", "KARTON_SERVICES_S3_TLS_PORT")]
    [InlineData("up cluster", "KARTON_SERVICES_CLUSTER_PORT")]
    public async Task A_port_that_somebody_has_is_named_with_the_variable_that_moves_it(string command, string variable)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // The first node of the cluster listens one above.
        var set = variable.Contains("CLUSTER", StringComparison.Ordinal) ? port - 1 : port;

        var up = await RunAsync(
            command.Split(' '),
            (variable, set.ToString(CultureInfo.InvariantCulture)),
            ("KARTON_SERVICES_PORT_BASE", "free"));

        Assert.Equal(1, up.Code);
        Assert.Contains($"port {port}:", up.Error, StringComparison.Ordinal);
        Assert.Contains(variable, up.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "state")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("up nothing")]
    [InlineData("restart")]
    public async Task Anything_else_is_answered_with_the_usage(string command)
    {
        var run = await RunAsync(command.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains("scripts/services up cluster", run.Error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(
        string[] arguments, params (string Name, string Value)[] environment)
    {
        var script = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "KartonServices").Value!;
        var start = new ProcessStartInfo(script, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["KARTON_SERVICES_DIR"] = Path.Combine(folder, "state") },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
