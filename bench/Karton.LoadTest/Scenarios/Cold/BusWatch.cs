using Karton.Contracts;
using Karton.Contracts.Analyses;
using MassTransit;

namespace Karton.LoadTest.Scenarios.Cold;

/// <summary>Sees tasks and the ends of analyses go over the bus of the process.</summary>
internal sealed class BusWatch(PhaseMarks marks) : IPublishObserver, IConsumeObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is KartonTask)
        {
            marks.Reach(Phase.SampleIn);
        }
        else if (context.Message is AnalysesCompleted)
        {
            marks.Reach(Phase.Completed);
        }

        return Task.CompletedTask;
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.Message is KartonTask)
        {
            marks.Reach(Phase.Consuming);
        }

        return Task.CompletedTask;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
