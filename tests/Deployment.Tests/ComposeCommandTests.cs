using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Karton.Deployment.Tests;

/// <summary>Runs the program as the containers do, with servers that are not there: it must get as far as to miss
/// them.</summary>
public sealed class ComposeCommandTests
{
    // Nothing listens at port 1.
    private const string Nowhere = "127.0.0.1:1";

    private static readonly ComposeFile Compose = ComposeFile.Read();

    public static TheoryData<string> OfKarton => [.. Compose.OfKarton.Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(OfKarton))]
    public async Task The_program_takes_the_command_and_the_settings(string service)
    {
        var (code, errors) = await RunAsync(Compose.Services[service]);

        Assert.NotEqual(0, code);
        Assert.Contains(Nowhere, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--help", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_told_apart()
    {
        var (code, errors) = await RunAsync(new ComposeService("wrong", new()
        {
            ["command"] = new List<object> { "run", "everything" },
            ["environment"] = new Dictionary<object, object?>(),
        }));

        Assert.NotEqual(0, code);
        Assert.DoesNotContain(Nowhere, errors, StringComparison.Ordinal);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Errors)> RunAsync(ComposeService service)
    {
        var program = typeof(ComposeCommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "KartonProgram").Value!;
        var start = new ProcessStartInfo("dotnet", [program, .. service.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in service.Environment)
        {
            start.Environment[name] = Elsewhere(name, value);
        }

        start.Environment["KARTON__STARTTIMEOUT"] = "00:00:01";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync("a sample");
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await errors + await output);
    }

    private static bool IsSetting(string variable) => variable.StartsWith("KARTON__", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Elsewhere(string variable, string value) => variable switch
    {
        "KARTON__RABBITMQ__HOSTS__0" => Nowhere,
        "KARTON__S3__ENDPOINT" => $"http://{Nowhere}",
        "KARTON__POSTGRESQL__HOST" => "127.0.0.1",
        // Another port than the containers': here it may be in use.
        "KARTON__HEALTH__LISTEN" => $"{IPEndPoint.Parse(value).Address}:{FreePort()}",
        _ => value.StartsWith('$') ? "secret" : value,
    };
}
