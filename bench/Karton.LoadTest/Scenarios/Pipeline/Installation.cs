using System.Diagnostics;
using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Roles;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>An installation with classifier and unpacker: each part a process, or all in one.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly RoleProcess _intake;
    private readonly RoleProcess _tracking;

    private Installation(RoleProcess intake, RoleProcess tracking, params RoleProcess[] services)
    {
        _intake = intake;
        _tracking = tracking;
        Processes = [.. new[] { intake, tracking }.Concat(services).Distinct()];
    }

    internal IReadOnlyList<RoleProcess> Processes { get; }

    internal static async Task<Installation> StartAsync(CancellationToken cancellationToken)
    {
        var process = await RoleProcess.StartAsync(RoleHost.PipelineEmbedded, [], cancellationToken);
        return await KnowsServicesAsync(new Installation(process, process), cancellationToken);
    }

    internal static async Task<Installation> StartAsync(
        Site site, S3Bucket bucket, CancellationToken cancellationToken)
    {
        var settings = site.Settings.Concat(bucket.Settings).ToList();
        var tracking = RoleProcess.StartAsync(RoleHost.KartonTracking, settings, cancellationToken);
        var classifier = RoleProcess.StartAsync(RoleHost.PipelineClassifier, settings, cancellationToken);
        var unpacker = RoleProcess.StartAsync(RoleHost.PipelineUnpacker, settings, cancellationToken);
        var intake = RoleProcess.StartAsync(RoleHost.PipelineIntake, settings, cancellationToken);
        return await KnowsServicesAsync(
            new Installation(await intake, await tracking, await classifier, await unpacker), cancellationToken);
    }

    /// <summary>Hands in the files of a folder and waits until all analyses have ended.</summary>
    /// <exception cref="LoadTestException">Something crashed in them.</exception>
    internal async Task<Outcome> RunAsync(
        string folder, int files, int inFlight, CancellationToken cancellationToken)
    {
        var before = await EndedAsync(cancellationToken);
        await _tracking.AskAsync($"expect completed {files}", cancellationToken);
        var began = await _intake.AskAsync($"intake {folder} {inFlight}", cancellationToken);
        var ended = await _tracking.AskAsync("await completed", cancellationToken);
        var after = await EndedAsync(cancellationToken);
        return after[1] > before[1]
            ? throw new LoadTestException(
                $"{after[1] - before[1]} deliveries crashed; what was measured is not what it should be.")
            : new Outcome(
                Stopwatch.GetElapsedTime(Number(began), Number(ended)).TotalSeconds, (int)(after[0] - before[0]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }
    }

    private static async Task<Installation> KnowsServicesAsync(
        Installation installation, CancellationToken cancellationToken)
    {
        await installation._tracking.AskAsync("known karton.classifier", cancellationToken);
        await installation._tracking.AskAsync("known karton.unpacker", cancellationToken);
        return installation;
    }

    private async Task<long[]> EndedAsync(CancellationToken cancellationToken) =>
        [.. (await _tracking.AskAsync("ended", cancellationToken)).Split(' ').Select(Number)];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <param name="Seconds">From when the first file was handed in to when the last analysis had ended.</param>
    /// <param name="Tasks">How many tasks they had.</param>
    internal sealed record Outcome(double Seconds, int Tasks);
}
