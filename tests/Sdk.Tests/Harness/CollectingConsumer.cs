using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Tests.Harness;

/// <summary>Keeps the children that the scripted consumer sends.</summary>
[KartonService("test.collector")]
[Accepts("type=child")]
internal sealed class CollectingConsumer(Collected collected) : IConsumer<KartonTask>
{
    public const string Identity = "test.collector";

    public Task Consume(ConsumeContext<KartonTask> context)
    {
        collected.Add(context);
        return Task.CompletedTask;
    }
}

internal sealed class Collected
{
    private readonly Lock _lock = new();
    private readonly List<ConsumeContext<KartonTask>> _contexts = [];

    public IReadOnlyList<ConsumeContext<KartonTask>> Contexts
    {
        get
        {
            lock (_lock)
            {
                return [.. _contexts];
            }
        }
    }

    public void Add(ConsumeContext<KartonTask> context)
    {
        lock (_lock)
        {
            _contexts.Add(context);
        }
    }
}
