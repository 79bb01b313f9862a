using FluentValidation;
using FluentValidation.Results;
using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Sdk.Validation;

/// <summary>Checks a task wherever one enters: as an author publishes it, after the SDK has completed it, and as a
/// service gets it. Each message names the value and what to do.</summary>
public sealed class KartonTaskValidator : AbstractValidator<KartonTask>
{
    private readonly IValidator<Resource> _resources;

    /// <summary>Makes the rules. One validator serves any number of threads.</summary>
    public KartonTaskValidator()
        : this(new ResourceValidator())
    {
    }

    internal KartonTaskValidator(IValidator<Resource> resources)
    {
        _resources = resources;
        RuleFor(task => task.TaskId).Refuse(id => id != Guid.Empty
            ? null
            : "The id of the task is empty. Leave TaskId out to get a new one.");
        RuleFor(task => task.ParentId).Refuse(id => id != Guid.Empty
            ? null
            : "The id of the parent is empty. A root has no parent, which is null.");
        RuleFor(task => task.Depth).Refuse(depth => depth >= 0
            ? null
            : $"The depth of the task is {depth}. It is 0 for a root and more for a child; the SDK sets it.");
        RuleFor(task => task.Priority).Refuse(priority => Enum.IsDefined(priority)
            ? null
            : $"There is no priority {(int)priority}. Use one of {string.Join(", ", Enum.GetNames<TaskPriority>())}.");
        RuleFor(task => task.Deadline).Refuse(deadline => deadline != default(DateTimeOffset)
            ? null
            : "The deadline is the beginning of time. Leave Deadline out where there is none.");
        RuleFor(task => task.Origin).Refuse(origin => origin is null ? null : IdentityRule.Problem(origin));
        RuleFor(task => task.Headers).Refuse(HeaderRules.CheckKeys);
        RuleFor(task => task.PersistentHeaders).Refuse(HeaderRules.CheckKeys);
        RuleFor(task => task).Custom(CheckHeaders);
        RuleFor(task => task).Custom(CheckPayload);
    }

    /// <summary>Ends the validation at once when there are no headers or no payload to look into.</summary>
    protected override bool PreValidate(ValidationContext<KartonTask> context, ValidationResult result)
    {
        var task = context.InstanceToValidate;
        if (task.Headers is null || task.PersistentHeaders is null)
        {
            result.Errors.Add(new(nameof(KartonTask.Headers), "The headers are null. Leave out those that are empty."));
        }

        if (task.Payload is null || task.PersistentPayload is null)
        {
            result.Errors.Add(new(nameof(KartonTask.Payload), "The payload is null. Leave it out where it is empty."));
        }

        return result.IsValid;
    }

    private void CheckHeaders(KartonTask task, ValidationContext<KartonTask> context)
    {
        var inspection = new DataInspection(allowsResources: false, _resources);
        var problem = HeaderRules.Check(task)
            ?? inspection.Inspect(task.Headers)?.ToString()
            ?? inspection.Inspect(task.PersistentHeaders)?.ToString()
            ?? (inspection.Size > TaskLimits.MaxHeaderBytes
                ? $"The headers have {inspection.Size} bytes as JSON; at most {TaskLimits.MaxHeaderBytes} are allowed. "
                    + "Headers are for routing: put data into the payload."
                : null);
        AddFailure(context, nameof(KartonTask.Headers), problem);
    }

    private void CheckPayload(KartonTask task, ValidationContext<KartonTask> context)
    {
        var inspection = new DataInspection(allowsResources: true, _resources);
        var problem = Conflicts.Find(task.Payload, task.PersistentPayload) is { } key
            ? $"The payload and the persistent payload both have {Quoted.Text(key)}, with different values. Keep one."
            : inspection.Inspect(task.Payload)?.ToString()
                ?? inspection.Inspect(task.PersistentPayload)?.ToString()
                ?? CheckSize(inspection);
        AddFailure(context, nameof(KartonTask.Payload), problem);
    }

    private static string? CheckSize(DataInspection inspection)
    {
        if (inspection.Size > TaskLimits.MaxPayloadBytes)
        {
            return $"The payload has {inspection.Size} bytes as JSON; at most {TaskLimits.MaxPayloadBytes} are "
                + "allowed. Make a resource of the largest values.";
        }

        return inspection.InlineSize > TaskLimits.MaxInlineBytes
            ? $"The resources have {inspection.InlineSize} bytes inside the task; at most "
                + $"{TaskLimits.MaxInlineBytes} are allowed. Send several tasks."
            : null;
    }

    private static void AddFailure(ValidationContext<KartonTask> context, string property, string? problem)
    {
        if (problem is not null)
        {
            context.AddFailure(new ValidationFailure(property, problem));
        }
    }
}
