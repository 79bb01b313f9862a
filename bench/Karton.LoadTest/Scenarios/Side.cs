using System.Diagnostics;
using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Roles;

namespace Karton.LoadTest.Scenarios;

/// <summary>One of two sides that are compared: the processes that hand tasks in, work on them, and know when all is
/// done. All three may be one.</summary>
internal sealed class Side : IAsyncDisposable
{
    private readonly RoleProcess _publisher;
    private readonly RoleProcess _judge;
    private RoleProcess _service;

    private Side(RoleProcess publisher, RoleProcess service, RoleProcess judge)
    {
        _publisher = publisher;
        _service = service;
        _judge = judge;
    }

    /// <summary>Its processes, each once.</summary>
    internal IEnumerable<RoleProcess> Processes => new[] { _publisher, _service, _judge }.Distinct();

    internal static async Task<Side> StartKartonAsync(Site? site, CancellationToken cancellationToken)
    {
        if (site is null)
        {
            return await StartOneAsync(RoleHost.KartonEmbedded, cancellationToken);
        }

        string[] roles = [RoleHost.KartonPublisher, RoleHost.KartonService, RoleHost.KartonTracking];
        var processes = await RoleProcess.StartAllAsync(roles, [.. site.Settings], cancellationToken);
        var side = new Side(processes[0], processes[1], processes[2]);
        try
        {
            await side._judge.AskAsync($"known {LoadConsumer.Identity}", cancellationToken);
            return side;
        }
        catch
        {
            await side.DisposeAsync();
            throw;
        }
    }

    internal static async Task<Side> StartBareAsync(Site? site, CancellationToken cancellationToken)
    {
        if (site is null)
        {
            return await StartOneAsync(RoleHost.BareEmbedded, cancellationToken);
        }

        string[] roles = [RoleHost.BarePublisher, RoleHost.BareService];
        var processes = await RoleProcess.StartAllAsync(roles, [.. site.BareSettings], cancellationToken);
        return new Side(processes[0], processes[1], processes[1]);
    }

    /// <summary>Stops the service as its operator does. Its queue stays.</summary>
    internal ValueTask StopServiceAsync() => _service.DisposeAsync();

    /// <summary>Starts it again.</summary>
    internal async Task StartServiceAsync(Site site, CancellationToken cancellationToken) =>
        _service = await RoleProcess.StartAsync(RoleHost.KartonService, site.Settings, cancellationToken);

    /// <summary>Hands in single tasks that nobody works on yet; returns the seconds until the last was
    /// handed in.</summary>
    internal async Task<double> PublishAsync(int tasks, int inFlight, CancellationToken cancellationToken)
    {
        await _judge.AskAsync($"expect completed {tasks}", cancellationToken);
        var began = long.Parse(
            await _publisher.AskAsync($"publish {tasks} 0 {inFlight}", cancellationToken),
            CultureInfo.InvariantCulture);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Waits until what was handed in has ended; returns when that was.</summary>
    internal async Task<long> AwaitEndAsync(CancellationToken cancellationToken) => long.Parse(
        await _judge.AskAsync("await completed", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>The file of the ledger, where a side is one process.</summary>
    internal Task<string> FindLedgerAsync(CancellationToken cancellationToken) =>
        _judge.AskAsync("ledger", cancellationToken);

    /// <summary>Hands in root tasks and waits until everything has ended; returns the seconds from the one to the
    /// other.</summary>
    /// <param name="roots">How many root tasks.</param>
    /// <param name="children">How many children each has.</param>
    /// <param name="inFlight">How many are handed in at once.</param>
    /// <param name="ends">How often "completed" is to happen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<double> RunAsync(
        int roots, int children, int inFlight, int ends, CancellationToken cancellationToken)
    {
        await _judge.AskAsync($"expect completed {ends}", cancellationToken);
        var began = long.Parse(
            await _publisher.AskAsync($"publish {roots} {children} {inFlight}", cancellationToken),
            CultureInfo.InvariantCulture);
        var ended = long.Parse(
            await _judge.AskAsync("await completed", cancellationToken), CultureInfo.InvariantCulture);
        return Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }

    /// <summary>Hands in a tree and waits until its analysis has ended.</summary>
    /// <param name="size">How many tasks it has.</param>
    /// <param name="fan">The most children of one task.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TreeTimes> RunTreeAsync(int size, int fan, CancellationToken cancellationToken)
    {
        await _service.AskAsync($"expect consumed {size}", cancellationToken);
        await _judge.AskAsync("expect completed 1", cancellationToken);
        var began = await _publisher.AskAsync($"tree {size} {fan}", cancellationToken);
        var consumed = await _service.AskAsync("await consumed", cancellationToken);
        var completed = await _judge.AskAsync("await completed", cancellationToken);
        var times = new[] { began, consumed, completed }
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture))
            .ToArray();
        return new TreeTimes(
            Stopwatch.GetElapsedTime(times[0], times[2]).TotalSeconds,
            Stopwatch.GetElapsedTime(times[1], times[2]).TotalSeconds);
    }

    /// <summary>Hands in one task and waits until all has ended.</summary>
    internal async Task<Times> RunOneAsync(CancellationToken cancellationToken)
    {
        await _service.AskAsync("expect consumed 1", cancellationToken);
        await _judge.AskAsync("expect completed 1", cancellationToken);
        var answer = await _publisher.AskAsync("one", cancellationToken);
        var consumed = await _service.AskAsync("await consumed", cancellationToken);
        var completed = await _judge.AskAsync("await completed", cancellationToken);
        var times = answer.Split(' ').Append(consumed).Append(completed)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture))
            .ToArray();
        return new Times(
            Stopwatch.GetElapsedTime(times[1], times[2]).TotalMilliseconds,
            Stopwatch.GetElapsedTime(times[0], times[2]).TotalMilliseconds,
            Stopwatch.GetElapsedTime(times[0], times[3]).TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Processes.Select(process => process.DisposeAsync().AsTask()));
    }

    private static async Task<Side> StartOneAsync(string role, CancellationToken cancellationToken)
    {
        var process = await RoleProcess.StartAsync(role, [], cancellationToken);
        return new Side(process, process, process);
    }

    /// <summary>How long a tree took, in seconds: from when it was handed in to the end of its analysis, and to that
    /// from when its last consumer was called.</summary>
    internal sealed record TreeTimes(double All, double Lag);

    /// <summary>How long one task took, in milliseconds: from when it was published, or handed in, to when its consumer
    /// was called, or all had ended.</summary>
    internal sealed record Times(double PublishToConsumed, double SubmitToConsumed, double SubmitToCompleted);
}
