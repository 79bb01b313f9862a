using System.Text.Json;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Tests;

public sealed class ThroughputTests
{
    private static readonly string[] Arguments = ["throughput", "--tasks", "200", "--rounds", "1", "--json"];

    [Fact]
    public async Task In_one_process_it_prints_its_figures_and_leaves_nothing_behind()
    {
        using var run = LoadTestRun.StartWithoutServers([.. Arguments, "--engine", "embedded"]);
        await run.EndAsync();

        AssertFigures(run.Figures(), "embedded", ["karton-embedded"], ["bare-embedded"]);
        Assert.Equal(2, run.Children.Count);
        await AssertNothingIsLeftAsync(run);
    }

    [ServersFact]
    public async Task On_servers_it_prints_its_figures_and_leaves_nothing_behind()
    {
        using var run = LoadTestRun.Start(Arguments);
        await run.EndAsync();

        AssertFigures(
            run.Figures(),
            "distributed",
            ["karton-publisher", "karton-service", "karton-tracking", "rabbitmq", "postgresql"],
            ["bare-publisher", "bare-service"]);
        Assert.Equal(5, run.Children.Count);
        Assert.Equal(2, run.VirtualHosts.Count);
        Assert.Single(run.Databases);
        await AssertNothingIsLeftAsync(run);
    }

    [ServersFact]
    public async Task When_it_is_interrupted_it_leaves_nothing_behind()
    {
        using var run = LoadTestRun.Start("throughput", "--tasks", "1000000");
        await run.HasChildrenAsync(5);
        await run.InterruptAsync();
        await run.EndAsync();

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.VirtualHosts);
        await AssertNothingIsLeftAsync(run);
    }

    private static void AssertFigures(JsonElement figures, string engine, string[] karton, string[] bare)
    {
        Assert.Equal("throughput", figures.GetProperty("scenario").GetString());
        Assert.Equal(engine, figures.GetProperty("engine").GetString());
        Assert.NotEmpty(figures.GetProperty("machine").GetString()!);
        Assert.True(figures.TryGetProperty("commit", out _));
        Assert.Equal(200, figures.GetProperty("tasks").GetDouble());
        Assert.All(
            ["tasksPerSecond", "bareTasksPerSecond", "ratio"],
            (string name) => Assert.True(figures.GetProperty(name).GetDouble() > 0, name));
        var cpu = figures.GetProperty("kartonCpuMicrosecondsPerTask");
        Assert.All(karton, process => Assert.True(cpu.TryGetProperty(process, out _), process));
        var bareCpu = figures.GetProperty("bareCpuMicrosecondsPerTask");
        Assert.All(bare, process => Assert.True(bareCpu.TryGetProperty(process, out _), process));
    }

    private static async Task AssertNothingIsLeftAsync(LoadTestRun run)
    {
        Assert.DoesNotContain(run.Children, ChildProcesses.Runs);
        Assert.Empty(run.Folders);
        foreach (var name in run.VirtualHosts)
        {
            Assert.False(await RabbitMqVirtualHost.ExistsAsync(name), name);
        }

        foreach (var name in run.Databases)
        {
            Assert.False(await PostgreSqlDatabase.ExistsAsync(name), name);
        }
    }
}
