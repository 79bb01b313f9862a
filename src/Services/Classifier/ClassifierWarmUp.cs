using Karton.Services.Classifier.Describing;
using Microsoft.Extensions.Hosting;

namespace Karton.Services.Classifier;

/// <summary>Loads libmagic while the process starts, so that neither the start nor the first sample waits for it, and
/// its absence is told at once.</summary>
internal sealed class ClassifierWarmUp(Describer describer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => _ = describer.UsesMagic, stoppingToken);
}
