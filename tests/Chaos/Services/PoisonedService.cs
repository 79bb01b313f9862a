using System.ComponentModel;
using System.Diagnostics;
using Karton.Contracts;
using Karton.Sdk;

namespace Karton.Chaos.Services;

/// <summary>Kills its own process at each poisonous task, as a parser with a fatal bug does.</summary>
[KartonService("chaos.poisoned", Concurrency = 1)]
[Accepts("type=chaos", "kind=poison")]
[Accepts("type=chaos", "kind=harmless")]
[Description("Dies of some of its tasks")]
internal sealed class PoisonedService : KartonConsumer
{
    protected override Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
    {
        if (task.Headers.GetString("kind") == "poison")
        {
            Process.GetCurrentProcess().Kill();
        }

        return Task.CompletedTask;
    }
}
