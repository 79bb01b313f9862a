using System.Diagnostics;
using System.Globalization;

namespace Karton.LoadTest.Processes;

/// <summary>A process of this program that plays a role, and does what it is told line by line. Killed at the end; its
/// folder for temporary files is deleted with all that is in it.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    // Where .NET on Linux puts temporary files.
    private const string TemporaryFolder = "TMPDIR";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isDisposed;

    private RoleProcess(string name, Process process, DirectoryInfo folder)
    {
        Name = name;
        _process = process;
        _folder = folder;
    }

    /// <summary>The role it plays.</summary>
    internal string Name { get; }

    internal int Id => _process.Id;

    /// <summary>Starts a process and returns once it is ready.</summary>
    /// <param name="role">One of <see cref="Roles.RoleHost"/>'s.</param>
    /// <param name="settings">Its configuration.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LoadTestException">It did not come up; its own words are on standard error.</exception>
    internal static async Task<RoleProcess> StartAsync(
        string role, IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RoleProcess).Assembly.Location, "role", role])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()] = value;
        }

        var folder = Directory.CreateTempSubdirectory("karton-load-");
        start.Environment[TemporaryFolder] = folder.FullName;
        var process = new RoleProcess(role, Process.Start(start)!, folder);
        try
        {
            await process.ReadAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process for each role at once, and returns them in the same order once all are
    /// ready.</summary>
    /// <inheritdoc cref="StartAsync"/>
    internal static async Task<IReadOnlyList<RoleProcess>> StartAllAsync(
        IEnumerable<string> roles,
        IReadOnlyCollection<KeyValuePair<string, string?>> settings,
        CancellationToken cancellationToken)
    {
        var starting = roles.Select(role => StartAsync(role, settings, cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(starting);
        }
        catch
        {
            foreach (var process in starting.Where(one => one.IsCompletedSuccessfully))
            {
                await (await process).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Tells it something and returns what it answers. One at a time.</summary>
    /// <exception cref="LoadTestException">It could not do it, or has ended.</exception>
    internal async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
            return await ReadAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new LoadTestException($"The process '{Name}' has ended: {e.Message}");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What its memory has cost so far: bytes allocated, and seconds that it stood still to collect
    /// them.</summary>
    internal async Task<(double Bytes, double PauseSeconds)> GarbageAsync(CancellationToken cancellationToken)
    {
        var figures = (await AskAsync("garbage", cancellationToken)).Split(' ')
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture))
            .ToArray();
        return (figures[0], TimeSpan.FromTicks(figures[1]).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _folder.Delete(recursive: true);
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new LoadTestException($"The process '{Name}' has ended without an answer.");
        return answer.StartsWith("ok", StringComparison.Ordinal)
            ? answer[2..].Trim()
            : throw new LoadTestException($"The process '{Name}' says: {answer}");
    }
}
