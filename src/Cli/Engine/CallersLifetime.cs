using Microsoft.Extensions.Hosting;

namespace Karton.Cli.Engine;

/// <summary>The command decides when its engine stops; the host listens to no signal of its own.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
