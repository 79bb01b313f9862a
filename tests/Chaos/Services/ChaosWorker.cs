using System.ComponentModel;
using Karton.Contracts;
using Karton.Sdk;

namespace Karton.Chaos.Services;

/// <summary>Works long enough on each task for a kill to find it at work.</summary>
[KartonService("chaos.worker", Concurrency = 4)]
[Accepts("type=chaos", "kind=branch")]
[Accepts("type=chaos", "kind=leaf")]
[Description("Waits, and sends leaves for each branch")]
internal sealed class ChaosWorker : KartonConsumer
{
    internal const int Leaves = 4;

    protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
    {
        var isBranch = task.Headers.GetString("kind") == "branch";
        await Task.Delay(TimeSpan.FromMilliseconds(isBranch ? 150 : 30), cancellationToken);
        if (isBranch)
        {
            for (var leaf = 0; leaf < Leaves; leaf++)
            {
                await SendAsync(Derive(ChaosTasks.Headers("leaf")), cancellationToken);
            }
        }
    }
}
