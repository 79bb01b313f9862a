using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;

namespace Karton.Sdk.Validation;

/// <summary>Checks the beginning of an analysis: its task is a root, and its budget allows something.</summary>
public sealed class AnalysisSubmittedValidator : AbstractValidator<AnalysisSubmitted>
{
    /// <summary>Makes the rules. One validator serves any number of threads.</summary>
    public AnalysisSubmittedValidator()
        : this(new KartonTaskValidator())
    {
    }

    internal AnalysisSubmittedValidator(IValidator<KartonTask> tasks)
    {
        RuleFor(submitted => submitted.Task).Refuse(CheckRoot);
        RuleFor(submitted => submitted.Task).SetValidator(tasks);
        RuleFor(submitted => submitted.Budget).Refuse(CheckBudget);
    }

    private static string? CheckRoot(KartonTask? task) => task switch
    {
        null => "The submission has no task.",
        { ParentId: { } parent } =>
            $"The task {task.TaskId} has the parent {parent}; an analysis begins with a task that has none.",
        _ when task.AnalysisId != task.TaskId =>
            $"The task {task.TaskId} belongs to the analysis {task.AnalysisId}; the task that begins an analysis gives "
            + "it its id. Leave AnalysisId out.",
        { Depth: not 0 } =>
            $"The task {task.TaskId} has the depth {task.Depth}; the task that begins an analysis has 0.",
        _ => null,
    };

    private static string? CheckBudget(AnalysisBudget? budget) => budget switch
    {
        null => "The budget is null. Leave it out to get the defaults.",
        { MaxTasks: < 1 } => $"The budget allows {budget.MaxTasks} tasks; allow at least 1, the root.",
        { MaxDepth: < 0 } => $"The budget allows a depth of {budget.MaxDepth}; allow at least 0, that of the root.",
        _ => null,
    };
}
