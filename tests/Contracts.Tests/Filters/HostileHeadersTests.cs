using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class HostileHeadersTests
{
    private static readonly string ManyDigits = new('9', 1_000_000);

    [Theory]
    [InlineData("""{"a": 5}""")]
    [InlineData("""{"a": "5"}""")]
    [InlineData("""{"a": 5.5}""")]
    [InlineData("""{"a": {"$lt": 5}}""")]
    [InlineData("""{"a": {"$lt": 1e308}}""")]
    [InlineData("""{"a": {"$mod": [9, 0]}}""")]
    [InlineData("""{"a": {"$mod": [9.5, 0]}}""")]
    public void An_integer_of_a_million_digits_is_just_a_large_one(string rule) =>
        Assert.False(TaskFilter.Parse(rule).Matches(new DataMap { ["a"] = DataValue.Number(ManyDigits) }));

    [Fact]
    public void Integers_are_compared_exactly_at_any_size()
    {
        var filter = TaskFilter.Compile(new DataMap { ["a"] = DataValue.Number(ManyDigits) });

        Assert.True(filter.Matches(new DataMap { ["a"] = DataValue.Number(ManyDigits) }));
        Assert.False(filter.Matches(new DataMap { ["a"] = DataValue.Number(ManyDigits[..^1] + "8") }));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_the_replacement_character()
    {
        var headers = new DataMap { ["a"] = "x\ud83d" };

        Assert.True(TaskFilter.Parse("""[{"a": "x?"}]""").Matches(headers));
        Assert.True(TaskFilter.Parse("""[{"a": {"$regex": "^x\\ufffd$"}}]""").Matches(headers));
    }

    [Fact]
    public void An_expression_that_runs_out_of_time_found_nothing()
    {
        var headers = new DataMap { ["a"] = new string('a', 100_000) };

        Assert.False(TaskFilter.Parse("""[{"a": {"$regex": "(?=(a+)+b)"}}]""").Matches(headers));
        Assert.True(TaskFilter.Parse("""[{"a": {"$not": {"$regex": "(?=(a+)+b)"}}}]""").Matches(headers));
    }

    [Fact]
    public void An_expression_without_backtracking_needs_no_time_limit()
    {
        var headers = new DataMap { ["a"] = new string('a', 100_000) + "c" };

        Assert.False(TaskFilter.Parse("""[{"a": {"$regex": "((a+)+)+b"}}]""").Matches(headers));
        Assert.True(TaskFilter.Parse("""[{"a": {"$regex": "((a+)+)+c$"}}]""").Matches(headers));
    }

    [Fact]
    public void A_wildcard_with_many_stars_does_not_try_all_their_lengths()
    {
        var filter = TaskFilter.Parse("""[{"a": "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b"}]""");

        Assert.False(filter.Matches(new DataMap { ["a"] = new string('a', 100_000) }));
    }

    [Fact]
    public void A_resource_among_the_headers_is_an_object()
    {
        var resource = new Resource { Name = "a.exe", Sha256 = new string('0', 64), Size = 5 };
        var headers = new DataMap { ["sample"] = resource };

        Assert.True(TaskFilter.Parse("""[{"sample": {"$type": "object"}}]""").Matches(headers));
        Assert.True(TaskFilter.Parse("""[{"sample.__karton_resource__.name": "*.exe"}]""").Matches(headers));
        Assert.True(TaskFilter.Parse("""[{"sample": "!*"}]""").Matches(headers));

        var same = new DataMap { ["sample"] = new DataMap { ["$eq"] = resource } };
        Assert.True(TaskFilter.Compile(same).Matches(headers));
    }

    [Fact]
    public void A_value_deeper_than_the_condition_is_followed_no_further_than_it()
    {
        DataValue value = "x";
        for (var depth = 0; depth < 100_000; depth++)
        {
            value = new[] { value };
        }

        var headers = new DataMap { ["a"] = value };

        Assert.False(TaskFilter.Parse("""[{"a": {"$eq": "[[[["}}]""").Matches(headers));
        Assert.False(TaskFilter.Parse("""[{"a": [[[["x"]]]]}]""").Matches(headers));
    }
}
