namespace Karton.Sdk.Validation;

internal static class IdentityRule
{
    internal static string? Problem(string? identity) => Identities.IsValid(identity)
        ? null
        : $"The identity {Quoted.Text(identity ?? "")} is none: write 1 to {Identities.MaxLength} ASCII letters, "
            + "digits, dots, dashes and underscores, as it names a queue.";
}
