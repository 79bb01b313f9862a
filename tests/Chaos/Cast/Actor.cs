using System.Diagnostics;

namespace Karton.Chaos.Cast;

/// <summary>One process of the engine, started again whenever it ends, as a supervisor does. Its log goes to a
/// file.</summary>
internal sealed class Actor : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromMilliseconds(500);

    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly string _logPath;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _supervising;
    private Process? _process;

    internal Actor(
        string name, string[] arguments, IReadOnlyDictionary<string, string?> environment, string logFolder)
    {
        Name = name;
        _arguments = arguments;
        _environment = environment;
        _logPath = Path.Combine(logFolder, name + ".log");
        _supervising = Task.Run(SuperviseAsync);
    }

    internal string Name { get; }

    /// <summary>How often it was started.</summary>
    internal int Starts { get; private set; }

    /// <summary>Ends the process as <c>kill -9</c> does. It is started again.</summary>
    internal void Kill()
    {
        lock (_lock)
        {
            if (_process is { HasExited: false } process)
            {
                process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Kill();
        await _supervising;
        _ending.Dispose();
    }

    private async Task SuperviseAsync()
    {
        await using var log = new StreamWriter(_logPath) { AutoFlush = true };
        while (!_ending.IsCancellationRequested)
        {
            using var process = Start(log);
            await process.WaitForExitAsync();
            WriteLine(log, $"=== {Name} ended with {process.ExitCode}");
            await Task.Delay(PauseBeforeRestart, _ending.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Process Start(StreamWriter log)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(_arguments, start.ArgumentList.Add);
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => WriteLine(log, line.Data);
        process.ErrorDataReceived += (_, line) => WriteLine(log, line.Data);
        lock (_lock)
        {
            process.Start();
            _process = process;
            Starts++;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void WriteLine(StreamWriter log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }
}
