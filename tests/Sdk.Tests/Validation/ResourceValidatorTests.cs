using Karton.Contracts.Data;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Tests.Validation;

public sealed class ResourceValidatorTests
{
    private static readonly ResourceValidator Validator = new();

    [Fact]
    public void Passes_ordinary_resources()
    {
        Passes(Tasks.Stored);
        Passes(Tasks.Inline);
        Passes(Tasks.Inline with { Size = 0, Inline = ReadOnlyMemory<byte>.Empty, Name = "" });
        Passes(Tasks.Inline with { Size = 4096, Inline = new byte[4096] });
        Passes(Tasks.Stored with { Name = "../\0\u202e/etc/passwd" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_a_hash_that_is_none(string sha256) =>
        Refuses(Tasks.Inline with { Sha256 = sha256 }, $"'{sha256}' is no SHA-256");

    [Fact]
    public void Refuses_what_is_out_of_range()
    {
        Refuses(Tasks.Stored with { Size = -1 }, "size of a resource is -1");
        Refuses(Tasks.Stored with { Name = new string('n', 4097) }, "has 4097 characters; at most 4096");
        Refuses(Tasks.Stored with { Name = null! }, "has no name");
        Refuses(Tasks.Inline with { Sha256 = null! }, "'' is no SHA-256");
    }

    [Fact]
    public void Refuses_contents_that_are_nowhere_or_in_two_places()
    {
        Refuses(Tasks.Stored with { Address = null }, "neither an address nor contents");
        Refuses(Tasks.Inline with { Address = Tasks.Stored.Address }, "an address and contents as well");
    }

    [Fact]
    public void Refuses_contents_of_another_size()
    {
        Refuses(Tasks.Inline with { Size = 4 }, "says that it has 4 bytes, but it has 3");
        Refuses(Tasks.Inline with { Size = 4097, Inline = new byte[4097] }, "has 4097 bytes inside the task");
    }

    [Theory]
    [InlineData("https://example.com/sample")]
    [InlineData("file:///etc/passwd")]
    [InlineData("urn:sha256:../../etc/passwd")]
    public void Refuses_the_address_of_another_place(string address) =>
        Refuses(Tasks.Stored with { Address = new Uri(address) }, $"'{address}' is no address of an object store");

    [Fact]
    public void Refuses_the_address_of_other_contents() =>
        Refuses(
            Tasks.Stored with { Address = new Uri($"urn:sha256:{new string('b', 64)}") }, "belongs to other contents");

    [Fact]
    public void Takes_nothing_from_the_name_for_a_template() =>
        Refuses(Tasks.Stored with { Name = new string('n', 5000).Insert(0, "{PropertyName}") }, "'{PropertyName}nnn");

    private static void Passes(Resource resource) => Assert.Equal("", Validator.Validate(resource).ToString());

    private static void Refuses(Resource resource, string message)
    {
        var result = Validator.Validate(resource);

        Assert.Contains(message, Assert.Single(result.Errors).ErrorMessage, StringComparison.Ordinal);
    }
}
