using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Microsoft.Extensions.Hosting;

namespace Karton.Services.Classifier;

/// <summary>Loads libmagic and its database while the process starts, so that neither the start nor the first sample
/// waits for them, and their absence is told at once.</summary>
internal sealed class ClassifierWarmUp(Describer describer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        async () =>
        {
            // The whole database is gone through for a text, and is in memory from then on.
            var text = "any text"u8.ToArray();
            var content = new SampleContent("any", text, default, text.Length);
            await describer.DescribeAsync(content, stoppingToken);
        },
        stoppingToken);
}
