using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// What one run of a consumer has produced so far. It is sealed when the run ends; whatever the consumer left running
/// and still publishes then is told so.
/// </summary>
internal sealed class Attempt(Delivery delivery, int maxDepth, IValidator<KartonTask> validator)
{
    private static readonly AsyncLocal<Attempt?> Ambient = new();

    private readonly Lock _lock = new();
    private readonly List<Child> _children = [];
    private readonly List<Refusal> _refusals = [];
    private int _tooDeep;
    private bool _sealed;

    /// <summary>The attempt in whose consumer the caller runs.</summary>
    internal static Attempt? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    internal Delivery Delivery => delivery;

    /// <summary>What the consumer threw, before anything outside it wrapped or replaced it.</summary>
    internal Exception? Thrown { get; private set; }

    internal void Add(KartonTask task, IPipe<SendContext<KartonTask>>? pipe)
    {
        lock (_lock)
        {
            ThrowWhenSealed("published a task");
            if (delivery.Task.Depth >= maxDepth)
            {
                _tooDeep++;
                return;
            }

            var child = ChildTask.Complete(task, delivery, _children.Count);
            validator.ValidateAndThrow(child);
            _children.Add(new Child(child, pipe));
        }
    }

    internal void Refuse(Refusal refusal)
    {
        lock (_lock)
        {
            ThrowWhenSealed("refused something");
            _refusals.Add(refusal);
        }
    }

    internal void Fail(Exception thrown) => Thrown = thrown;

    internal Harvest Seal()
    {
        lock (_lock)
        {
            _sealed = true;
            return new Harvest([.. _children], Refusals.Bound(_refusals, _tooDeep, maxDepth));
        }
    }

    private void ThrowWhenSealed(string what)
    {
        if (_sealed)
        {
            throw new InvalidOperationException(
                $"{delivery.Service.Identity} {what} after its work on task {delivery.Task.TaskId} had ended. "
                + "Await everything that the consumer starts before it returns.");
        }
    }
}
