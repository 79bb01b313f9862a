using Karton.Contracts;
using Karton.Sdk;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>The service that is given the load, and ends at once.</summary>
[KartonService(Identity, Version = "1.0", Concurrency = Concurrency)]
[Accepts($"type={LoadTasks.Type}")]
internal sealed class LoadConsumer(Milestones milestones) : IConsumer<KartonTask>
{
    internal const string Identity = "load.service";

    /// <summary>How many tasks it works on at once, and its twin.</summary>
    internal const int Concurrency = 64;

    public async Task Consume(ConsumeContext<KartonTask> context)
    {
        milestones.Consumed.Happened();
        await LoadTasks.PublishChildrenAsync(context);
    }
}
