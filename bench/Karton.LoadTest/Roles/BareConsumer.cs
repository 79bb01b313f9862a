using Karton.Contracts;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>The same as <see cref="LoadConsumer"/> without Karton.</summary>
internal sealed class BareConsumer(Milestones milestones) : IConsumer<KartonTask>
{
    public async Task Consume(ConsumeContext<KartonTask> context)
    {
        milestones.Consumed.Happened();
        await LoadTasks.PublishChildrenAsync(context);
        milestones.Completed.Happened();
    }
}
