using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Validation;
using MassTransit;

namespace Karton.Sdk.Tests.Validation;

public sealed class TaskOutcomeValidatorTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly TaskOutcome Ordinary = new()
    {
        AnalysisId = Tasks.Ordinary.AnalysisId,
        TaskId = Tasks.Ordinary.TaskId,
        Identity = "karton.classifier",
        Status = DeliveryStatus.Finished,
        StartedAt = Now,
        EndedAt = Now,
        Attempts = 1,
        Children = [Child],
        Refusals = [new Refusal { Reason = "depth", Message = "Too deep." }],
    };

    private static readonly DeliveryError Error = new() { Reason = "error", Message = "It broke." };

    private readonly TaskOutcomeValidator _validator = new();

    private static KartonTask Child => Tasks.Ordinary with
    {
        TaskId = NewId.NextGuid(),
        AnalysisId = Tasks.Ordinary.AnalysisId,
        ParentId = Tasks.Ordinary.TaskId,
        Depth = 1,
    };

    [Fact]
    public void Passes_ordinary_outcomes()
    {
        Passes(Ordinary);
        Passes(Ordinary with { Status = DeliveryStatus.Crashed, Error = Error });
        Passes(Ordinary with { Status = DeliveryStatus.Cancelled, Attempts = 0 });
        Passes(Ordinary with { Part = 2, Parts = 3 });
    }

    [Fact]
    public void Refuses_ids_and_numbers_that_mean_nothing()
    {
        Refuses(Ordinary with { AnalysisId = Guid.Empty, Children = [] }, "id of the analysis is empty");
        Refuses(Ordinary with { TaskId = Guid.Empty, Children = [] }, "id of the task is empty");
        Refuses(Ordinary with { Identity = "" }, "identity '' is none");
        Refuses(Ordinary with { Identity = null! }, "identity '' is none");
        Refuses(Ordinary with { Generation = -1 }, "generation is -1");
        Refuses(Ordinary with { Attempts = -1 }, "-1 attempts");
        Refuses(Ordinary with { Status = (DeliveryStatus)99 }, "no status 99. Use one of Finished, Crashed");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void Refuses_a_part_that_cannot_be(int part, int parts) =>
        Refuses(Ordinary with { Part = part, Parts = parts }, $"part {part} of {parts}");

    [Fact]
    public void Refuses_an_error_without_a_crash_and_a_crash_without_an_error()
    {
        Refuses(Ordinary with { Status = DeliveryStatus.Crashed }, "there is no error");
        Refuses(Ordinary with { Error = Error }, "ended as Finished, but there is an error");
        Refuses(
            Ordinary with { Status = DeliveryStatus.Crashed, Error = Error with { Reason = "" } },
            "error has no reason");
        Refuses(
            Ordinary with { Status = DeliveryStatus.Crashed, Error = Error with { Message = null! } },
            "error has no reason or no message");
    }

    [Fact]
    public void Refuses_children_of_another_task()
    {
        Refuses(Ordinary with { Children = null! }, "children are null");
        Refuses(Ordinary with { Children = [null!] }, "child is null");
        Refuses(Ordinary with { Children = [Child with { AnalysisId = NewId.NextGuid() }] }, "belongs to the analysis");
        Refuses(Ordinary with { Children = [Child with { ParentId = NewId.NextGuid() }] }, "has the parent");
        Refuses(Ordinary with { Children = [Child with { ParentId = null }] }, "has the parent null");
    }

    [Fact]
    public void Refuses_a_malformed_child()
    {
        var result = _validator.Validate(Ordinary with { Children = [Child, Child with { Depth = -1 }] });

        var error = Assert.Single(result.Errors);
        Assert.Equal("Children[1].Depth", error.PropertyName);
        Assert.Contains("depth of the task is -1", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_refusal_that_says_nothing()
    {
        Refuses(Ordinary with { Refusals = null! }, "refusals are null");
        Refuses(Ordinary with { Refusals = [null!] }, "refusal has no reason");
        Refuses(Ordinary with { Refusals = [new Refusal { Reason = "", Message = "" }] }, "refusal has no reason");
    }

    private void Passes(TaskOutcome outcome) => Assert.Equal("", _validator.Validate(outcome).ToString());

    private void Refuses(TaskOutcome outcome, string message) =>
        Assert.Contains(
            message,
            Assert.Single(_validator.Validate(outcome).Errors).ErrorMessage,
            StringComparison.Ordinal);
}
