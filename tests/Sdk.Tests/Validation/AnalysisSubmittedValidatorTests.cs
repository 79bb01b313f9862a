using Karton.Contracts.Analyses;
using Karton.Sdk.Validation;
using MassTransit;

namespace Karton.Sdk.Tests.Validation;

public sealed class AnalysisSubmittedValidatorTests
{
    private static readonly AnalysisSubmitted Ordinary = new() { Task = Tasks.Ordinary };

    private readonly AnalysisSubmittedValidator _validator = new();

    [Fact]
    public void Passes_an_ordinary_submission() => Assert.Equal("", _validator.Validate(Ordinary).ToString());

    [Fact]
    public void Refuses_a_task_that_is_no_root()
    {
        Refuses(Ordinary with { Task = null! }, "has no task");
        Refuses(Ordinary with { Task = Tasks.Ordinary with { ParentId = NewId.NextGuid() } }, "has the parent");
        Refuses(Ordinary with { Task = Tasks.Ordinary with { AnalysisId = NewId.NextGuid() } }, "Leave AnalysisId out");
        Refuses(Ordinary with { Task = Tasks.Ordinary with { Depth = 1 } }, "has the depth 1");
    }

    [Fact]
    public void Refuses_a_malformed_task() =>
        Refuses(Ordinary with { Task = Tasks.Ordinary with { TaskId = Guid.Empty } }, "id of the task is empty");

    [Fact]
    public void Refuses_a_budget_that_allows_nothing()
    {
        Refuses(Ordinary with { Budget = null! }, "budget is null");
        Refuses(Ordinary with { Budget = new AnalysisBudget { MaxTasks = 0 } }, "allows 0 tasks");
        Refuses(Ordinary with { Budget = new AnalysisBudget { MaxDepth = -1 } }, "depth of -1");
    }

    private void Refuses(AnalysisSubmitted submitted, string message) =>
        Assert.Contains(
            message,
            Assert.Single(_validator.Validate(submitted).Errors).ErrorMessage,
            StringComparison.Ordinal);
}
