using FluentValidation;
using Karton.Contracts;

namespace Karton.Sdk.Validation;

internal sealed class KartonTaskValidator : AbstractValidator<KartonTask>
{
    public KartonTaskValidator() => RuleFor(task => task.Headers).NotEmpty();
}
