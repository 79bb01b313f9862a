using Karton.Contracts.Tracking;
using Karton.Sdk.Deliveries;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class RefusalsTests
{
    [Fact]
    public void Their_texts_are_cleaned_and_bounded()
    {
        var refusal = Refusals.Create(new string('r', 100), "a\0b", new string('s', 5000));

        Assert.Equal(64, refusal.Reason.Length);
        Assert.Equal("a\uFFFDb", refusal.Message);
        Assert.Equal(1024, refusal.Subject!.Length);
    }

    [Fact]
    public void What_is_beyond_their_number_is_counted()
    {
        List<Refusal> many = [.. Enumerable.Range(0, 1234).Select(number => Refusals.Create("r", $"{number}", null))];

        var bounded = Refusals.Bound(many, tooDeep: 0, maxDepth: 64);

        Assert.Equal(501, bounded.Count);
        Assert.Equal("more", bounded[^1].Reason);
        Assert.StartsWith("734 ", bounded[^1].Message, StringComparison.Ordinal);
    }
}
