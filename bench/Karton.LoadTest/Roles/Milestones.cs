using Karton.Contracts;
using Karton.Contracts.Analyses;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>What is counted in a process, and when its last root task was handed to the transport.</summary>
internal sealed class Milestones : IPublishObserver
{
    private long _published;
    private long _endedTasks;
    private long _crashedDeliveries;

    /// <summary>Consumers that were called.</summary>
    internal Milestone Consumed { get; } = new();

    /// <summary>With Karton, analyses of which the end was committed and published; without, consumers that
    /// returned.</summary>
    internal Milestone Completed { get; } = new();

    /// <summary>By <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    internal long LastPublished => Volatile.Read(ref _published);

    /// <summary>The tasks of all analyses that have ended.</summary>
    internal long EndedTasks => Volatile.Read(ref _endedTasks);

    /// <summary>What crashed in them.</summary>
    internal long CrashedDeliveries => Volatile.Read(ref _crashedDeliveries);

    internal Milestone this[string name] => name == "consumed" ? Consumed : Completed;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        if (typeof(T) == typeof(KartonTask))
        {
            Volatile.Write(ref _published, System.Diagnostics.Stopwatch.GetTimestamp());
        }

        return Task.CompletedTask;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is AnalysesCompleted ends)
        {
            foreach (var completed in ends.Analyses)
            {
                Interlocked.Add(ref _endedTasks, completed.Counters.Tasks);
                Interlocked.Add(ref _crashedDeliveries, completed.Counters.Crashed);
                Completed.Happened();
            }
        }

        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
