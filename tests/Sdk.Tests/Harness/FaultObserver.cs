using MassTransit;

namespace Karton.Sdk.Tests.Harness;

/// <summary>Sees every fault of a consumer or of a receive, and lets tests wait for the first.</summary>
internal sealed class FaultObserver : IReceiveObserver
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _seen = [];
    private readonly TaskCompletionSource<Exception> _first =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Exception> First => _first.Task;

    public IReadOnlyList<Exception> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Add(exception);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Add(exception);

    private Task Add(Exception exception)
    {
        lock (_lock)
        {
            _seen.Add(exception);
        }

        _first.TrySetResult(exception);
        return Task.CompletedTask;
    }
}
