using Karton.Cli.Engine;
using Karton.Sdk;

namespace Karton.Cli.Tests.Run;

public sealed class RunTests : IDisposable
{
    private readonly CliRun _run = new();

    public RunTests() => _run.Engine.Stopped.SetResult();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("tracking", Parts.Tracking)]
    [InlineData("classifier", Parts.Classifier)]
    [InlineData("tracking,classifier,unpacker", Parts.All)]
    public async Task It_runs_what_is_named_on_the_servers_and_waits_for_them(string names, object parts)
    {
        Assert.Equal(0, await _run.RunAsync(["run", .. names.Split(',')]));

        var started = Assert.Single(_run.Engine.Started);
        Assert.Equal(KartonEngine.Distributed, started.Kind);
        Assert.Equal(parts, started.Parts);
        Assert.True(started.IsPatient);
        Assert.Contains($"Karton is up with {names.Replace(",", ", ", StringComparison.Ordinal)}", _run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_not_is_refused_with_what_there_is()
    {
        Assert.Equal(1, await _run.RunAsync("run", "clasifier"));

        Assert.Contains("There is no part 'clasifier'. Choose tracking, classifier or unpacker.", _run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_embedded_engine_is_configured_it_says_so()
    {
        _run.Variables["KARTON__ENGINE"] = "embedded";

        Assert.Equal(1, await _run.RunAsync("run", "tracking"));
        Assert.Contains("KARTON__ENGINE says embedded", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Engine.Started);

        Assert.Equal(0, await _run.RunAsync("run", "tracking", "--engine", "distributed"));
    }

    [Fact]
    public async Task Debug_looks_on_with_services_and_not_with_tracking()
    {
        Assert.Equal(0, await _run.RunAsync("run", "unpacker", "--debug"));
        Assert.Equal("true", Assert.Single(_run.Engine.Started).Settings.Values["Karton:Debug"]);

        Assert.Equal(1, await _run.RunAsync("run", "unpacker", "tracking", "--debug"));
        Assert.Contains("tracking cannot only look on", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("0.0.0.0:1", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("localhost:8080", true)]
    [InlineData("8080", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("127.0.0.1:65536", false)]
    [InlineData("example.com:80", false)]
    public async Task The_address_of_the_health_endpoint_is_checked_before_anything_starts(string address, bool isGood)
    {
        Assert.Equal(isGood ? 0 : 1, await _run.RunAsync("run", "unpacker", "--health", address));

        Assert.Equal(isGood ? 1 : 0, _run.Engine.Started.Count);
        Assert.Equal(!isGood, _run.Error.Contains("Karton:Health:Listen is", StringComparison.Ordinal));
    }
}
