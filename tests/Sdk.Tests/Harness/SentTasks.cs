using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Tests.Harness;

/// <summary>The tasks that have been published.</summary>
internal sealed class SentTasks : IPublishObserver
{
    private readonly Lock _lock = new();
    private readonly List<KartonTask> _tasks = [];

    public IReadOnlyList<KartonTask> Children
    {
        get
        {
            lock (_lock)
            {
                return [.. _tasks.Where(task => task.ParentId is not null)];
            }
        }
    }

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is KartonTask task)
        {
            lock (_lock)
            {
                _tasks.Add(task);
            }
        }

        return Task.CompletedTask;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
