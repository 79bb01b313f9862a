using Karton.Contracts.Data;
using MassTransit;

namespace Karton.Contracts.Tests;

public sealed class KartonTaskTests
{
    private static readonly DataMap Headers = new() { ["type"] = "sample" };

    [Fact]
    public void Gets_an_id_of_its_own()
    {
        var (first, second) = (new KartonTask { Headers = Headers }, new KartonTask { Headers = Headers });

        Assert.NotEqual(Guid.Empty, first.TaskId);
        Assert.NotEqual(first.TaskId, second.TaskId);
    }

    [Fact]
    public void Is_the_root_of_an_analysis_with_its_own_id_unless_told_otherwise()
    {
        var task = new KartonTask { Headers = Headers };
        var renamed = task with { TaskId = NewId.NextGuid() };
        var child = task with { AnalysisId = NewId.NextGuid() };

        Assert.Equal(task.TaskId, task.AnalysisId);
        Assert.Equal(renamed.TaskId, renamed.AnalysisId);
        Assert.NotEqual(child.TaskId, child.AnalysisId);
        Assert.Null(task.ParentId);
        Assert.Equal(0, task.Depth);
    }

    [Fact]
    public void Keeps_its_ids_on_the_wire()
    {
        var task = new KartonTask { Headers = Headers };
        var child = task with { AnalysisId = NewId.NextGuid(), ParentId = NewId.NextGuid() };

        Assert.Equal(task.TaskId, Wire.RoundTrip(task).TaskId);
        Assert.Equal(task.TaskId, Wire.RoundTrip(task).AnalysisId);
        Assert.Null(Wire.RoundTrip(task).ParentId);
        Assert.Equal(child, Wire.RoundTrip(child));
    }

    [Theory]
    [InlineData("""{"taskId": "00000000-0000-0000-0000-0000000000a1", "headers": {"type": "sample"}}""")]
    [InlineData("""
        {"taskId": "00000000-0000-0000-0000-0000000000a1", "headers": {"type": "sample"}, "persistentHeaders": null,
         "payload": null, "persistentPayload": null, "analysisId": "00000000-0000-0000-0000-000000000000",
         "deadline": null, "origin": null, "addedInALaterVersion": {"a": [1]}}
        """)]
    public void Takes_the_defaults_for_what_a_sender_leaves_out(string json)
    {
        var task = Wire.Read<KartonTask>(json);

        Assert.Equal(task.TaskId, task.AnalysisId);
        Assert.Equal(Headers, task.Headers);
        Assert.Equal(DataMap.Empty, task.PersistentHeaders);
        Assert.Equal(DataMap.Empty, task.Payload);
        Assert.Equal(DataMap.Empty, task.PersistentPayload);
        Assert.Equal(TaskPriority.Normal, task.Priority);
        Assert.Null(task.Deadline);
    }

    [Fact]
    public void Shows_persistent_values_over_plain_ones()
    {
        var task = new KartonTask
        {
            Headers = new DataMap { ["a"] = 1, ["b"] = 1 },
            PersistentHeaders = new DataMap { ["b"] = 2, ["c"] = 2 },
            Payload = new DataMap { ["d"] = 1, ["e"] = 1 },
            PersistentPayload = new DataMap { ["e"] = 2 },
        };

        Assert.Equal(new DataMap { ["a"] = 1, ["b"] = 2, ["c"] = 2 }, task.EffectiveHeaders);
        Assert.Equal(new DataMap { ["d"] = 1, ["e"] = 2 }, task.EffectivePayload);
    }

    [Fact]
    public void Lists_its_resources_wherever_they_are()
    {
        static Resource Named(string name) => new() { Name = name, Sha256 = new string('a', 64), Size = 0 };

        var task = new KartonTask
        {
            Headers = Headers,
            Payload = new DataMap
            {
                ["a"] = Named("1"),
                ["b"] = new DataValue[] { 1, Named("2"), new DataMap { ["c"] = Named("3") } },
            },
            PersistentPayload = new DataMap { ["d"] = Named("4") },
        };

        Assert.Equal(["1", "2", "3", "4"], task.Resources.Select(resource => resource.Name));
        Assert.Equal(["1", "2", "3", "4"], Wire.RoundTrip(task).Resources.Select(resource => resource.Name));
    }
}
