using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Tests.Validation;

public sealed class KartonTaskValidatorTests
{
    private static readonly KartonTaskValidator Validator = new();

    [Fact]
    public void Passes_an_ordinary_task() => Passes(Tasks.Ordinary);

    [Fact]
    public void Passes_a_child_as_the_sdk_completes_it() => Passes(Tasks.Ordinary with
    {
        Headers = new DataMap(Tasks.Ordinary.Headers) { ["origin"] = "karton.classifier" },
        Origin = "karton.classifier",
        ParentId = Tasks.Ordinary.TaskId,
        AnalysisId = Tasks.Ordinary.TaskId,
        Depth = 1,
        Deadline = TimeProvider.System.GetUtcNow(),
    });

    [Fact]
    public void Passes_any_json_in_headers_and_payload()
    {
        var any = DataMap.Parse("""
            {"a": null, "b": [true, 1e400, [], {}], "c": {"": "\u0000\u202e", "d": 123456789012345678901234567890}}
            """);

        Passes(Tasks.Ordinary with { Headers = any, Payload = any });
    }

    [Fact]
    public void Refuses_a_task_without_headers()
    {
        const string message = "has no headers, so no service could want it. Set at least 'type'";

        Refuses(Tasks.Ordinary with { Headers = DataMap.Empty, PersistentHeaders = DataMap.Empty }, message);
        Refuses(
            Tasks.Ordinary with
            {
                Headers = new DataMap { ["origin"] = "me" },
                PersistentHeaders = DataMap.Empty,
                Origin = "me",
            },
            message);
    }

    [Fact]
    public void Refuses_maps_that_are_null()
    {
        Refuses(Tasks.Ordinary with { Headers = null! }, "headers are null");
        Refuses(Tasks.Ordinary with { PersistentHeaders = null! }, "headers are null");
        Refuses(Tasks.Ordinary with { Payload = null! }, "payload is null");
        Refuses(Tasks.Ordinary with { PersistentPayload = null! }, "payload is null");
    }

    [Fact]
    public void Refuses_ids_and_numbers_that_mean_nothing()
    {
        Refuses(Tasks.Ordinary with { TaskId = Guid.Empty }, "id of the task is empty");
        Refuses(Tasks.Ordinary with { ParentId = Guid.Empty }, "id of the parent is empty");
        Refuses(Tasks.Ordinary with { Depth = -1 }, "depth of the task is -1");
        Refuses(Tasks.Ordinary with { Priority = (TaskPriority)7 }, "no priority 7. Use one of Low, Normal, High");
        Refuses(Tasks.Ordinary with { Deadline = default(DateTimeOffset) }, "deadline is the beginning of time");
        Refuses(Tasks.Ordinary with { Origin = "" }, "identity '' is none: write 1 to 120");
        Refuses(Tasks.Ordinary with { Origin = "a\nb" }, @"identity 'a\u000ab' is none");
        Refuses(Tasks.Ordinary with { Origin = new string('x', 121) }, "xxx…' is none");
    }

    [Fact]
    public void Refuses_keys_that_cannot_be_shown()
    {
        Refuses(WithHeader("", 1), "empty key");
        Refuses(WithHeader("a\0b", 1), @"'a\u0000b' has a control character");
        Passes(WithHeader(new string('k', 256), 1));
        Refuses(WithHeader(new string('k', 257), 1), "has 257 characters; at most 256");
        Refuses(
            Tasks.Ordinary with { PersistentHeaders = new DataMap { ["\u001b[2J"] = 1 } },
            @"'\u001b[2J' has a control character");
    }

    [Fact]
    public void Refuses_reserved_headers()
    {
        Refuses(WithHeader("receiver", "me"), "'receiver' is reserved");
        Refuses(
            Tasks.Ordinary with { PersistentHeaders = new DataMap { ["receiver"] = "me" } }, "'receiver' is reserved");
        Refuses(
            Tasks.Ordinary with { PersistentHeaders = new DataMap { ["origin"] = "me" } }, "cannot be persistent");
        Refuses(WithHeader("origin", "me"), "is 'me', but the task comes from no service. Leave it out");
        Refuses(WithHeader("origin", "me") with { Origin = "you" }, "is 'me', but the task comes from 'you'");
        Refuses(WithHeader("origin", 5) with { Origin = "5" }, "is '5', but the task comes from '5'");
        Passes(WithHeader("origin", "me") with { Origin = "me" });
    }

    [Fact]
    public void Refuses_a_value_that_would_be_hidden_by_a_persistent_one()
    {
        Refuses(WithHeader("quality", "low"), "both have 'quality', with different values");
        Passes(WithHeader("quality", "high"));
        Refuses(WithPayload("source", "web"), "both have 'source', with different values");
        Passes(WithPayload("source", "mail"));
    }

    [Fact]
    public void Refuses_headers_that_are_too_large()
    {
        var around = TaskLimits.MaxHeaderBytes - """{"a":"",}{}""".Length;
        var task = Tasks.Ordinary with { PersistentHeaders = DataMap.Empty };

        Passes(task with { Headers = new DataMap { ["a"] = new string('x', around) } });
        Refuses(
            task with { Headers = new DataMap { ["a"] = new string('x', around + 1) } },
            "headers have 65537 bytes as JSON; at most 65536 are allowed");
        Refuses(
            task with { Headers = new DataMap { ["a"] = new string('\0', 11_000) } }, "headers have 66011 bytes");
        Refuses(task with { Headers = new DataMap { ["a"] = DataValue.Number(new string('1', 70_000)) } }, "as JSON");
        Refuses(
            task with
            {
                Headers = new DataMap { ["a"] = new string('x', 40_000) },
                PersistentHeaders = new DataMap { ["b"] = new string('x', 40_000) },
            },
            "as JSON");
    }

    [Fact]
    public void Refuses_a_payload_that_is_too_large()
    {
        var million = new string('ü', 550_000);

        Refuses(WithPayload("a", million), "payload has 1100");
        Refuses(WithPayload("a", new DataMap { [million] = 1 }), "payload has 1100");
        Refuses(
            WithPayload("a", Tasks.Stored with { Metadata = new DataMap { ["a"] = million } }), "payload has 1100");
        Passes(WithPayload("a", million[..500_000]));
    }

    [Fact]
    public void Counts_the_contents_of_resources_apart()
    {
        var full = Tasks.Inline with { Size = 4096, Inline = new byte[4096] };

        Passes(WithPayload("a", DataValue.List(Enumerable.Repeat((DataValue)full, 256))));
        Refuses(
            WithPayload("a", DataValue.List(Enumerable.Repeat((DataValue)full, 257))),
            "1052672 bytes inside the task; at most 1048576");
    }

    [Fact]
    public void Refuses_what_lies_too_deep()
    {
        Passes(WithPayload("a", Tasks.Nested(TaskLimits.MaxNesting - 1)));
        Refuses(WithPayload("a", Tasks.Nested(TaskLimits.MaxNesting)), "more than 48 deep");
        Refuses(WithHeader("a", Tasks.Nested(100_000)), "more than 48 deep");
        Refuses(
            WithPayload("a", Tasks.Stored with { Metadata = new DataMap { ["m"] = Tasks.Nested(46) } }), "48 deep");
    }

    [Fact]
    public void Names_the_place_of_a_malformed_resource()
    {
        var bad = Tasks.Stored with { Sha256 = "AB" };

        Refuses(
            WithPayload("files", new DataValue[] { 1, new DataMap { ["first"] = bad } }),
            "At 'files'.[1].'first': 'AB' is no SHA-256");
        Refuses(
            Tasks.Ordinary with { PersistentPayload = new DataMap { ["a"] = bad } }, "At 'a': 'AB' is no SHA-256");
    }

    [Fact]
    public void Refuses_a_resource_among_the_headers() =>
        Refuses(WithHeader("a", new DataValue[] { Tasks.Stored }), "At 'a'.[0]: a resource is no header");

    [Fact]
    public void Refuses_an_object_that_a_reader_would_take_for_a_resource()
    {
        Refuses(
            WithPayload("a", new DataMap { [Resource.WireKey] = 5 }),
            "At 'a': an object with the single key __karton_resource__");
        Passes(WithPayload("a", new DataMap { [Resource.WireKey] = 5, ["b"] = 1 }));
    }

    [Fact]
    public void Is_cheap_enough_for_every_task()
    {
        Passes(Tasks.Ordinary);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            Validator.Validate(Tasks.Ordinary);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 4096);
    }

    private static KartonTask WithHeader(string key, DataValue value) =>
        Tasks.Ordinary with { Headers = new DataMap(Tasks.Ordinary.Headers) { [key] = value } };

    private static KartonTask WithPayload(string key, DataValue value) =>
        Tasks.Ordinary with { Payload = new DataMap(Tasks.Ordinary.Payload) { [key] = value } };

    private static void Passes(KartonTask task) => Assert.Equal("", Validator.Validate(task).ToString());

    private static void Refuses(KartonTask task, string message)
    {
        var result = Validator.Validate(task);

        Assert.Contains(message, Assert.Single(result.Errors).ErrorMessage, StringComparison.Ordinal);
    }
}
