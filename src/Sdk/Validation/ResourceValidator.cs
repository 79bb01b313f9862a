using FluentValidation;
using Karton.Contracts.Data;
using Karton.Sdk.Stores;

namespace Karton.Sdk.Validation;

/// <summary>Checks what a task says about a resource. <see cref="Karton.Sdk.Resources.IResources"/> makes resources
/// that pass.</summary>
public sealed class ResourceValidator : AbstractValidator<Resource>
{
    /// <summary>Makes the rules. One validator serves any number of threads.</summary>
    public ResourceValidator()
    {
        RuleFor(resource => resource.Name).Refuse(CheckName);
        RuleFor(resource => resource.Sha256).Refuse(CheckHash);
        RuleFor(resource => resource.Size).Refuse(size => size >= 0
            ? null
            : $"The size of a resource is {size}; it is the number of its bytes, at least 0.");
        RuleFor(resource => resource).Refuse(CheckContents);
    }

    private static string? CheckName(string? name) => name switch
    {
        null => "A resource has no name. Use an empty one where there is none.",
        { Length: > TaskLimits.MaxNameLength } =>
            $"The name {Quoted.Text(name)} of a resource has {name.Length} characters; at most "
            + $"{TaskLimits.MaxNameLength} are allowed. Put the rest into the metadata.",
        _ => null,
    };

    private static string? CheckHash(string? sha256) => sha256 is not null && ContentAddress.IsHash(sha256)
        ? null
        : $"{Quoted.Text(sha256 ?? "")} is no SHA-256 of a resource. Write it as 64 lower-case hexadecimal digits.";

    private static string? CheckContents(Resource resource) => (resource.Address, resource.Inline) switch
    {
        (null, null) =>
            $"The resource {Quoted.Text(resource.Sha256 ?? "")} has neither an address nor contents. Make resources "
            + "with IResources.",
        (not null, not null) =>
            $"The resource {Quoted.Text(resource.Sha256 ?? "")} has an address and contents as well; leave one out.",
        ({ } address, _) => CheckAddress(resource, address),
        (_, { } content) => CheckInline(resource, content),
    };

    private static string? CheckAddress(Resource resource, Uri address)
    {
        if (!ContentAddress.TryGetHash(address, out var sha256))
        {
            return $"{Quoted.Text(address.OriginalString)} is no address of an object store, which is urn:sha256: and "
                + "the hash. Store the contents with IResources.";
        }

        return sha256 == resource.Sha256
            ? null
            : $"The address {Quoted.Text(address.OriginalString)} belongs to other contents than the hash "
                + $"{Quoted.Text(resource.Sha256 ?? "")}.";
    }

    private static string? CheckInline(Resource resource, ReadOnlyMemory<byte> content) => content.Length switch
    {
        > Resource.MaxInlineSize =>
            $"The resource {Quoted.Text(resource.Sha256 ?? "")} has {content.Length} bytes inside the task; at most "
            + $"{Resource.MaxInlineSize} are allowed. Store them with IResources.",
        _ when content.Length != resource.Size =>
            $"The resource {Quoted.Text(resource.Sha256 ?? "")} says that it has {resource.Size} bytes, but it has "
            + $"{content.Length}.",
        _ => null,
    };
}
