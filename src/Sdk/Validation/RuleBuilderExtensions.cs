using FluentValidation;
using FluentValidation.Results;

namespace Karton.Sdk.Validation;

internal static class RuleBuilderExtensions
{
    /// <summary>A rule that says what is wrong with a value, or <see langword="null"/> when nothing is. The text is
    /// taken as it is: the templates of FluentValidation would fill in values that come from a sample.</summary>
    internal static void Refuse<T, TProperty>(this IRuleBuilder<T, TProperty> rule, Func<TProperty, string?> problem) =>
        rule.Custom((value, context) =>
        {
            if (problem(value) is { } message)
            {
                context.AddFailure(new ValidationFailure(context.PropertyPath, message));
            }
        });
}
