using MassTransit;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Keeps what was published and consumed, and lets tests wait for it. Unlike the lists of MassTransit's
/// harness, it does not give up when a busy machine is silent for a second.</summary>
internal sealed class BusLog : IPublishObserver, IConsumeObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<object> _published = [];
    private readonly List<object> _consumed = [];
    private readonly List<Action> _waiting = [];

    /// <summary>What was published of this type so far.</summary>
    public IReadOnlyList<T> Published<T>()
    {
        lock (_lock)
        {
            return [.. _published.OfType<T>()];
        }
    }

    /// <summary>What was consumed of this type so far.</summary>
    public IReadOnlyList<T> Consumed<T>()
    {
        lock (_lock)
        {
            return [.. _consumed.OfType<T>()];
        }
    }

    public Task<T> PublishedAsync<T>(Func<T, bool> isWanted) => FindAsync(_published, isWanted);

    public Task<T> ConsumedAsync<T>() => FindAsync<T>(_consumed, _ => true);

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Add(_published, context.Message);

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => Add(_consumed, context.Message);

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private Task Add(List<object> list, object message)
    {
        lock (_lock)
        {
            list.Add(message);
            _waiting.ForEach(look => look());
        }

        return Task.CompletedTask;
    }

    private Task<T> FindAsync<T>(List<object> list, Func<T, bool> isWanted)
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(Look);
            Look();
        }

        return found.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        void Look()
        {
            foreach (var message in list.OfType<T>().Where(isWanted).Take(1))
            {
                found.TrySetResult(message);
            }
        }
    }
}
