using Karton.Cli.Engine;

namespace Karton.Cli.Tests.Up;

public sealed class UpTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task It_runs_until_it_is_asked_to_stop_and_ends_well()
    {
        using var interruption = new CancellationTokenSource();
        _run.Engine.Leave("a");
        var running = _run.RunAsync(interruption.Token, "up", "--data", "/data");
        await _run.Engine.Waiting.Task;

        await interruption.CancelAsync();

        Assert.Equal(0, await running);
        Assert.True(_run.Engine.IsDisposed);
        Assert.Equal(
            """
            Karton is up on /data. Ctrl-C stops it.
            It goes on with 1 unfinished analysis.
            Stopping: what is being worked on is finished first.

            """, _run.Error);
        Assert.Empty(_run.Output);
    }

    [Fact]
    public async Task An_engine_that_stops_by_itself_is_told_with_its_reason()
    {
        _run.Engine.Stopped.SetException(new EngineException("The disk is full."));

        Assert.Equal(1, await _run.RunAsync("up", "--data", "/data"));
        Assert.EndsWith("karton: The disk is full.\n", _run.Error, StringComparison.Ordinal);
        Assert.True(_run.Engine.IsDisposed);
    }

    [Fact]
    public async Task The_option_comes_before_the_variable_and_the_variable_before_the_users_folder()
    {
        _run.Engine.Stopped.SetResult();
        using var own = new CliRun();
        own.Engine.Stopped.SetResult();
        _run.Variables["KARTON_DATA"] = "/from/variable";

        await _run.RunAsync("up", "--data", "/from/option");
        await _run.RunAsync("up");
        await own.RunAsync("up");

        Assert.Equal(
            ["/from/option", "/from/variable"], _run.Engine.Started.Select(settings => settings.DataDirectory));
        Assert.EndsWith(
            $"{Path.DirectorySeparatorChar}karton", Assert.Single(own.Engine.Started).DataDirectory,
            StringComparison.Ordinal);
    }
}
