using PublicApiGenerator;

namespace Karton.Contracts.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_as_approved() => Approved.Matches(
        typeof(KartonTask).Assembly.GeneratePublicApi(
            new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
        "PublicApi/Karton.Contracts.txt");
}
