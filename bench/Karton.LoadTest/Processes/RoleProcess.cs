using System.Diagnostics;
using System.Globalization;

namespace Karton.LoadTest.Processes;

/// <summary>A process of this program that plays a role, and does what it is told line by line. Killed at the
/// end.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private RoleProcess(string name, Process process)
    {
        Name = name;
        _process = process;
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

        var process = new RoleProcess(role, Process.Start(start)!);
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
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

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
