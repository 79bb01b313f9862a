using FluentValidation;
using FluentValidation.Results;
using Karton.Contracts;
using Karton.Contracts.Tracking;

namespace Karton.Sdk.Validation;

/// <summary>Checks the end of a delivery, its children included.</summary>
public sealed class TaskOutcomeValidator : AbstractValidator<TaskOutcome>
{
    /// <summary>Makes the rules. One validator serves any number of threads.</summary>
    public TaskOutcomeValidator()
        : this(new KartonTaskValidator())
    {
    }

    internal TaskOutcomeValidator(IValidator<KartonTask> tasks)
    {
        RuleFor(outcome => outcome.AnalysisId).Refuse(id => id != Guid.Empty
            ? null
            : "The id of the analysis is empty.");
        RuleFor(outcome => outcome.TaskId).Refuse(id => id != Guid.Empty ? null : "The id of the task is empty.");
        RuleFor(outcome => outcome.Identity).Refuse(IdentityRule.Problem);
        RuleFor(outcome => outcome.Generation).Refuse(generation => generation >= 0
            ? null
            : $"The generation is {generation}; the first is 0.");
        RuleFor(outcome => outcome.Attempts).Refuse(attempts => attempts >= 0
            ? null
            : $"There were {attempts} attempts; 0 is the least.");
        RuleFor(outcome => outcome.Status).Refuse(status => Enum.IsDefined(status)
            ? null
            : $"There is no status {(int)status}. Use one of {string.Join(", ", Enum.GetNames<DeliveryStatus>())}.");
        RuleFor(outcome => outcome).Refuse(CheckError);
        RuleFor(outcome => outcome).Refuse(outcome => outcome.Part >= 0 && outcome.Part < outcome.Parts
            ? null
            : $"It is part {outcome.Part} of {outcome.Parts}; parts are numbered from 0, and there is at least one.");
        RuleFor(outcome => outcome).Custom(CheckChildren);
        RuleForEach(outcome => outcome.Children).SetValidator(tasks);
        RuleFor(outcome => outcome.Refusals).Refuse(CheckRefusals);
    }

    private static string? CheckError(TaskOutcome outcome) => (outcome.Status, outcome.Error) switch
    {
        (DeliveryStatus.Crashed, null) => "It crashed, but there is no error. Say why.",
        (not DeliveryStatus.Crashed, not null) =>
            $"It ended as {outcome.Status}, but there is an error. Only what crashed has one; use Reason.",
        (_, { Reason: null or "" } or { Message: null }) => "The error has no reason or no message.",
        _ => null,
    };

    private static void CheckChildren(TaskOutcome outcome, ValidationContext<TaskOutcome> context)
    {
        if (outcome.Children is null)
        {
            context.AddFailure(new ValidationFailure(
                nameof(TaskOutcome.Children), "The children are null. Leave them out where there are none."));
            return;
        }

        for (var i = 0; i < outcome.Children.Count; i++)
        {
            if (CheckChild(outcome, outcome.Children[i]) is { } problem)
            {
                context.AddFailure(new ValidationFailure($"{nameof(TaskOutcome.Children)}[{i}]", problem));
            }
        }
    }

    private static string? CheckChild(TaskOutcome outcome, KartonTask? child) => child switch
    {
        null => "A child is null.",
        _ when child.AnalysisId != outcome.AnalysisId =>
            $"The child {child.TaskId} belongs to the analysis {child.AnalysisId}, its parent to {outcome.AnalysisId}.",
        _ when child.ParentId != outcome.TaskId =>
            $"The child {child.TaskId} has the parent {child.ParentId?.ToString() ?? "null"}, not {outcome.TaskId}.",
        _ => null,
    };

    private static string? CheckRefusals(IReadOnlyList<Refusal>? refusals)
    {
        if (refusals is null)
        {
            return "The refusals are null. Leave them out where there are none.";
        }

        return refusals.Any(refusal => refusal is not { Reason: { Length: > 0 }, Message: not null })
            ? "A refusal has no reason or no message."
            : null;
    }
}
