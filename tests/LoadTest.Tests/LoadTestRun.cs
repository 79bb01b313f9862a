using System.Diagnostics;
using System.Text.Json;

namespace Karton.LoadTest.Tests;

/// <summary>The load test as a process of its own, with a folder of its own for temporary files.</summary>
internal sealed class LoadTestRun : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    // A measurement of these tests takes seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("karton-test-");
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly HashSet<int> _children = [];
    private readonly HashSet<string> _virtualHosts = [];
    private readonly HashSet<string> _databases = [];

    private LoadTestRun(bool withServers, string[] arguments)
    {
        // A shell that runs tests in the background makes all they start ignore an interrupt.
        var start = new ProcessStartInfo(
            "env", ["--default-signal=INT", "dotnet", typeof(IScenario).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _temporary.FullName;
        if (!withServers)
        {
            start.Environment.Remove("KARTON_TEST_SERVICES");
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    internal int ExitCode => _process.ExitCode;

    /// <summary>The lines on standard output, after the end.</summary>
    internal string[] Output { get; private set; } = [];

    /// <summary>The lines on standard error, after the end.</summary>
    internal string[] Error { get; private set; } = [];

    /// <summary>The processes that it has started.</summary>
    internal IReadOnlyCollection<int> Children => _children;

    /// <summary>The virtual hosts that those were given.</summary>
    internal IReadOnlyCollection<string> VirtualHosts => _virtualHosts;

    /// <summary>The databases that those were given.</summary>
    internal IReadOnlyCollection<string> Databases => _databases;

    /// <summary>The folders that are left in the one for temporary files.</summary>
    internal IEnumerable<string> Folders => Directory.EnumerateDirectories(_temporary.FullName);

    internal static LoadTestRun Start(params string[] arguments) => new(withServers: true, arguments);

    internal static LoadTestRun StartWithoutServers(params string[] arguments) => new(withServers: false, arguments);

    /// <summary>Waits until it has started as many processes.</summary>
    internal async Task HasChildrenAsync(int count)
    {
        using var timer = new PeriodicTimer(LookInterval);
        while (_children.Count < count && !_process.HasExited)
        {
            Look();
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>As Ctrl+C does.</summary>
    internal async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    internal async Task EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        using var timer = new PeriodicTimer(LookInterval);
        while (!_process.HasExited)
        {
            Look();
            await timer.WaitForNextTickAsync(limit.Token);
        }

        Output = Lines(await _output);
        Error = Lines(await _error);
    }

    /// <summary>The one line on standard output.</summary>
    internal JsonElement Figures()
    {
        Assert.True(ExitCode == 0, string.Join('\n', Error));
        using var document = JsonDocument.Parse(Assert.Single(Output));
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _temporary.Delete(recursive: true);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Look()
    {
        foreach (var child in ChildProcesses.Of(_process.Id))
        {
            // A process has its variables once it is no longer a copy of the one that started it.
            if (ChildProcesses.Variable(child, "TMPDIR") is not { } folder || folder == _temporary.FullName)
            {
                continue;
            }

            _children.Add(child);
            Note(_virtualHosts, child, "KARTON__RABBITMQ__VIRTUALHOST");
            Note(_databases, child, "KARTON__POSTGRESQL__DATABASE");
        }
    }

    // What all have is the servers' own.
    private static void Note(HashSet<string> names, int child, string variable)
    {
        if (ChildProcesses.Variable(child, variable) is { } name
            && name != Environment.GetEnvironmentVariable(variable))
        {
            names.Add(name);
        }
    }
}
