namespace Karton.Sdk.Validation;

/// <summary>The identity of a service names its queue, too.</summary>
internal static class IdentityRule
{
    internal static string? Problem(string? identity) => identity switch
    {
        null or "" => "The identity of the service is missing.",
        { Length: > TaskLimits.MaxIdentityLength } =>
            $"The identity {Quoted.Text(identity)} has {identity.Length} characters; at most "
            + $"{TaskLimits.MaxIdentityLength} are allowed.",
        _ when identity.Any(char.IsControl) =>
            $"The identity {Quoted.Text(identity)} has a control character. Use letters, digits, dots and dashes.",
        _ => null,
    };
}
