using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Karton.Tests.Processes;

/// <summary>One run of the <c>karton</c> program as a process of its own.</summary>
public sealed class KartonRun : IAsyncDisposable
{
    private static readonly string Program = typeof(KartonRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "KartonProgram").Value!;

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _errorClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _output;
    private bool _isDisposed;

    private KartonRun(Process process)
    {
        _process = process;
        process.ErrorDataReceived += OnErrorLine;
        process.Start();
        process.BeginErrorReadLine();
        _output = process.StandardOutput.ReadToEndAsync();
    }

    private event Action<string>? ErrorLine;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static KartonRun Start(params string[] arguments) =>
        Start(new Dictionary<string, string>(), arguments);

    public static KartonRun Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A shell that runs tests in the background makes all they start ignore an interrupt.
        start.ArgumentList.Add("--default-signal=INT");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new KartonRun(new Process { StartInfo = start });
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<KartonResult> ToEndAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var run = Start(arguments);
        return await run.WaitAsync(cancellationToken);
    }

    public async Task<KartonResult> WaitAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        await _errorClosed.Task.WaitAsync(cancellationToken);
        return new KartonResult(_process.ExitCode, await _output, Error);
    }

    /// <summary>Runs the program to its end and tells the most memory it had at once.</summary>
    public async Task<(KartonResult Result, long PeakMemory)> WaitWatchingMemoryAsync(
        CancellationToken cancellationToken)
    {
        var peak = 0L;
        using var watch = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var end = WaitAsync(cancellationToken);
        while (!end.IsCompleted && await watch.WaitForNextTickAsync(cancellationToken))
        {
            peak = Math.Max(peak, PeakMemory());
        }

        return (await end, peak);
    }

    /// <summary>Waits until <c>up</c> or <c>run</c> says that it is up.</summary>
    /// <exception cref="InvalidOperationException">It has ended instead.</exception>
    public async Task IsUpAsync(CancellationToken cancellationToken)
    {
        var line = LineAsync("Karton is up", cancellationToken);
        if (await Task.WhenAny(line, _errorClosed.Task) != line)
        {
            throw new InvalidOperationException($"The process has ended: {Error}");
        }

        await line;
    }

    /// <summary>Asks the process to stop, and waits until it has.</summary>
    public Task<KartonResult> StopAsync(CancellationToken cancellationToken)
    {
        Signal("TERM");
        return WaitAsync(cancellationToken);
    }

    /// <summary>Waits until standard error has a line with this text.</summary>
    public async Task LineAsync(string text, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ErrorLine += Look;
        foreach (var line in Error.Split('\n'))
        {
            Look(line);
        }

        await seen.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
        ErrorLine -= Look;

        void Look(string line)
        {
            if (line.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                seen.TrySetResult();
            }
        }
    }

    public async Task<byte[]> WriteInputAsync(byte[] content, CancellationToken cancellationToken)
    {
        await _process.StandardInput.BaseStream.WriteAsync(content, cancellationToken);
        return content;
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The most memory the process has had at once, in bytes, as the system counts it; 0 once it has
    /// ended.</summary>
    private long PeakMemory()
    {
        try
        {
            var line = File.ReadLines($"/proc/{Id}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "VmHWM: 0 kB";
            var kibibytes = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
            return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnErrorLine(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            _errorClosed.TrySetResult();
            return;
        }

        lock (_error)
        {
            _error.AppendLine(line.Data);
        }

        ErrorLine?.Invoke(line.Data);
    }
}
