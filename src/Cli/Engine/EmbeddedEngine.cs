using Karton.Gateway.Submissions;
using Karton.Sdk.Resources;
using Karton.Tracking.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Cli.Engine;

/// <summary>The embedded engine, started. It owns its host and its directory.</summary>
internal sealed class EmbeddedEngine : IAnalysisEngine
{
    private readonly IHost _host;
    private readonly EngineDirectory _directory;
    private readonly AnalysisWatch _watch;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ResumingIntake _intake;
    private readonly Task _watching;

    private EmbeddedEngine(IHost host, EngineDirectory directory, IEnumerable<UnfinishedAnalysis> unfinished)
    {
        _host = host;
        _directory = directory;
        _watch = host.Services.GetRequiredService<AnalysisWatch>();
        Analyses = host.Services.GetRequiredService<IAnalysisReader>();
        _intake = new ResumingIntake(
            host.Services.GetRequiredService<ISampleIntake>(),
            host.Services.GetRequiredService<IResources>(),
            unfinished);
        _watching = _watch.RunAsync(_stopping.Token);
    }

    public IAnalysisReader Analyses { get; }

    public ISampleIntake Intake => _intake;

    public IReadOnlyList<UnfinishedAnalysis> Unfinished => _intake.Left;

    public static async Task<IAnalysisEngine> StartAsync(
        IHost host, EngineDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
            var reader = host.Services.GetRequiredService<IAnalysisReader>();
            return new EmbeddedEngine(host, directory, await FindUnfinishedAsync(reader, cancellationToken));
        }
        catch (Exception e)
        {
            host.Dispose();
            if (EngineFaults.Explain(e) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }

    public Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken) =>
        _watch.WaitAsync(analysisId, progress, cancellationToken);

    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = _host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var registration = lifetime.ApplicationStopping.UnsafeRegister(_ => stopped.TrySetResult(), null);
        await stopped.Task.WaitAsync(cancellationToken);
        throw new EngineException("The engine has stopped by itself; the lines above say why.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        _directory.Dispose();
        _stopping.Dispose();
    }

    private static async Task<IReadOnlyList<UnfinishedAnalysis>> FindUnfinishedAsync(
        IAnalysisReader reader, CancellationToken cancellationToken)
    {
        var unfinished = new List<UnfinishedAnalysis>();
        foreach (var analysis in await reader.ListUnfinishedAsync(cancellationToken))
        {
            var root = await reader.ReadTasksAsync(analysis.AnalysisId, cancellationToken)
                .FirstAsync(cancellationToken);
            unfinished.Add(new UnfinishedAnalysis(analysis.AnalysisId, root.Task));
        }

        return unfinished;
    }
}
