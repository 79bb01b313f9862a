using Karton.Contracts.Tests;
using Karton.Sdk.Testing;
using PublicApiGenerator;

namespace Karton.Sdk.Tests;

public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public void The_public_api_is_as_approved() => Approved.Matches(
        typeof(KartonConsumer).Assembly.GeneratePublicApi(Options), "PublicApi/Karton.Sdk.txt");

    [Fact]
    public void The_public_api_of_the_test_kit_is_as_approved() => Approved.Matches(
        typeof(KartonTestKit).Assembly.GeneratePublicApi(Options), "PublicApi/Karton.Sdk.Testing.txt");
}
