using Karton.Gateway.Submissions;
using Karton.Tracking.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Cli.Engine.Distributed;

/// <summary>A process of the distributed engine, started. It owns its host.</summary>
internal sealed class DistributedEngine(IHost host) : IAnalysisEngine
{
    public IAnalysisReader Analyses => host.Services.GetRequiredService<IAnalysisReader>();

    public ISampleIntake Intake { get; } = host.Services.GetRequiredService<ISampleIntake>();

    // What goes on does so in other processes, and is nobody's of this one.
    public IReadOnlyList<UnfinishedAnalysis> Unfinished => [];

    public Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken) =>
        host.Services.GetRequiredService<CompletionWatch>().WaitAsync(analysisId, progress, cancellationToken);

    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var registration = lifetime.ApplicationStopping.UnsafeRegister(_ => stopped.TrySetResult(), null);
        await stopped.Task.WaitAsync(cancellationToken);
        throw new EngineException("The process has stopped by itself; the lines above say why.");
    }

    public async ValueTask DisposeAsync() => await DistributedHost.StopAsync(host);
}
