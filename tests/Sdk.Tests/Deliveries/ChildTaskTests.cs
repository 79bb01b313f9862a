using CsCheck;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.Sdk.Catalog;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class ChildTaskTests
{
    private static readonly Gen<DataMap> Map = Gen.Dictionary(
            Gen.OneOf("a", "b", "c", "d"), Gen.Int[0, 9].Select(number => (DataValue)(long)number))[0, 4]
        .Select(entries => new DataMap(entries));

    private static readonly Gen<KartonTask> Task = Gen.Select(
        Map, Map, Map, Map, (headers, persistent, payload, kept) => new KartonTask
        {
            Headers = new DataMap(headers) { ["type"] = "sample" },
            PersistentHeaders = persistent,
            Payload = payload,
            PersistentPayload = kept,
        });

    [Fact]
    public void What_the_parent_keeps_wins_over_what_the_child_keeps_and_that_over_what_is_plain() =>
        Gen.Select(Task, Task).Sample((parent, child) =>
        {
            var made = Complete(parent, child);
            return made.PersistentHeaders.Equals(child.PersistentHeaders.With(parent.PersistentHeaders))
                && made.PersistentPayload.Equals(child.PersistentPayload.With(parent.PersistentPayload))
                && made.EffectivePayload.Equals(
                    child.Payload.With(child.PersistentPayload).With(parent.PersistentPayload))
                && made.EffectiveHeaders.Without("origin").Equals(
                    child.Headers.With(child.PersistentHeaders).With(parent.PersistentHeaders))
                && !made.Headers.Keys.Intersect(made.PersistentHeaders.Keys).Any()
                && !made.Payload.Keys.Intersect(made.PersistentPayload.Keys).Any();
        });

    [Fact]
    public void Every_child_that_is_made_of_valid_tasks_is_valid() => Gen.Select(Task, Task).Sample((parent, child) =>
        new KartonTaskValidator().Validate(Complete(Complete(Tasks.Sample(), parent), child)).IsValid);

    [Theory]
    [InlineData(TaskPriority.High, TaskPriority.Normal, TaskPriority.High)]
    [InlineData(TaskPriority.Low, TaskPriority.Normal, TaskPriority.Low)]
    [InlineData(TaskPriority.Low, TaskPriority.High, TaskPriority.High)]
    public void The_priority_is_the_parents_unless_the_child_has_its_own(
        TaskPriority parent, TaskPriority child, TaskPriority expected)
    {
        var made = Complete(Tasks.Sample() with { Priority = parent }, Tasks.Child() with { Priority = child });

        Assert.Equal(expected, made.Priority);
    }

    [Fact]
    public void The_deadline_is_the_parents_unless_the_child_has_its_own()
    {
        var soon = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var parent = Tasks.Sample() with { Deadline = soon };

        Assert.Equal(soon, Complete(parent, Tasks.Child()).Deadline);
        Assert.Equal(
            soon.AddDays(1), Complete(parent, Tasks.Child() with { Deadline = soon.AddDays(1) }).Deadline);
    }

    [Fact]
    public void What_an_author_writes_into_the_fields_of_the_SDK_is_replaced()
    {
        var parent = Tasks.Sample();
        var forged = Tasks.Child() with
        {
            TaskId = parent.TaskId,
            AnalysisId = Guid.Empty,
            ParentId = Guid.Empty,
            Origin = "somebody.else",
            Depth = 77,
            Headers = new DataMap { ["type"] = "child", ["origin"] = "somebody.else" },
        };

        var made = Complete(parent, forged);

        Assert.Equal(ChildId.Derive(parent.TaskId, "test.parent", 0, 4), made.TaskId);
        Assert.Equal(parent.AnalysisId, made.AnalysisId);
        Assert.Equal(parent.TaskId, made.ParentId);
        Assert.Equal("test.parent", made.Origin);
        Assert.Equal("test.parent", made.Headers.GetString("origin"));
        Assert.Equal(1, made.Depth);
    }

    private static KartonTask Complete(KartonTask parent, KartonTask child)
    {
        var service = new ServiceDefinition
        {
            Identity = "test.parent",
            Filter = TaskFilter.Parse("[{}]"),
            Concurrency = 1,
            ConsumerType = typeof(ScriptedConsumer),
        };
        return ChildTask.Complete(child, new Delivery(parent, service, 0, default), 4);
    }
}
