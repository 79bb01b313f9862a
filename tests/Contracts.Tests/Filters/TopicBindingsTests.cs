using CsCheck;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class TopicBindingsTests
{
    private static readonly string[] Operators =
    [
        "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$and", "$or", "$nor", "$not", "$all", "$elemMatch",
        "$size", "$type", "$mod", "$regex", "$exists",
    ];

    [Theory]
    [InlineData("[]", new string[0])]
    [InlineData("[{}]", new[] { "*.*.*.*.*", "any" })]
    [InlineData("""[{"type":"sample","kind":"raw"}]""", new[] { "sample.raw.*.*.*", "any" })]
    [InlineData("""{"type":"sample"}""", new[] { "sample.*.*.*.*", "any" })]
    [InlineData("""[{"type":"sample","platform":"!win32","extension":"e?e"}]""", new[] { "sample.*.*.*.*", "any" })]
    [InlineData("""[{"type":"a","family":"x"},{"type":"a","family":"y"}]""", new[] { "a.*.*.*.*", "any" })]
    [InlineData("""[{"type":"a"},{"type":"b"}]""", new[] { "a.*.*.*.*", "b.*.*.*.*", "any" })]
    [InlineData("""[{"type":"-","kind":"","stage":"x.y"}]""", new[] { "%2D.%.x%2Ey.*.*", "any" })]
    [InlineData("""[{"type":{"$eq":"a"},"kind":5,"stage":null,"platform":["a"]}]""", new[] { "*.*.*.*.*", "any" })]
    [InlineData("""[{"type":"None"}]""", new[] { "*.*.*.*.*", "any" })]
    public void Each_rule_has_a_pattern_of_its_exact_conditions(string filters, string[] expected) =>
        Assert.Equal(expected, TaskFilter.Parse(filters).BindingKeys);

    [Fact]
    public void What_the_filters_match_always_gets_through_a_binding() =>
        FilterGenerator.FiltersAndHeaders.Sample(
            sample =>
            {
                var filter = TaskFilter.Compile(sample.Filters);
                var key = RoutingKey.For(sample.Headers);

                return !filter.Matches(sample.Headers)
                    || filter.BindingKeys.Any(pattern => TopicPattern.Matches(pattern, key));
            },
            iter: 20_000);

    [Fact]
    public void An_explanation_always_comes_to_the_result_of_the_match() =>
        FilterGenerator.FiltersAndHeaders.Sample(sample =>
        {
            var filter = TaskFilter.Compile(sample.Filters);

            Assert.Equal(filter.Matches(sample.Headers), filter.Explain(sample.Headers).Matches);
        });

    [Fact]
    public void The_random_filters_reach_everything_that_could_break_the_bindings()
    {
        var reached = new HashSet<string>();

        FilterGenerator.FiltersAndHeaders.Sample(
            sample =>
            {
                var isMatch = TaskFilter.Compile(sample.Filters).Matches(sample.Headers);
                lock (reached)
                {
                    reached.UnionWith(isMatch ? Traits(sample.Filters, sample.Headers) : ["no match"]);
                }
            },
            iter: 20_000);

        string[] missed =
        [
            .. Operators.Concat(["no match", "wildcard", "veto", "any", "cut word", "null as None", "dotted key"])
                .Except(reached),
        ];
        Assert.Empty(missed);
    }

    private static IEnumerable<string> Traits(DataValue filters, DataMap headers)
    {
        var key = RoutingKey.For(headers);
        return Operators.Where(name => filters.ToString().Contains($"\"{name}\"", StringComparison.Ordinal))
            .Concat(filters.AsList()!.SelectMany(rule => rule.AsMap()!).SelectMany(Traits))
            .Append(key == "any" ? key : "five words")
            .Append(key.Split('.').Any(word => word.Length == 40) ? "cut word" : "short words")
            .Append(IsNullAsNone(filters, headers) ? "null as None" : "otherwise");
    }

    private static bool IsNullAsNone(DataValue filters, DataMap headers) => filters.AsList()!.Any(rule =>
        rule.AsMap()!.GetString("type") == "None"
        && headers.TryGetValue("type", out var type) && type == DataValue.Null);

    private static IEnumerable<string> Traits(KeyValuePair<string, DataValue> condition)
    {
        var text = condition.Value.AsString() ?? "";
        yield return condition.Key.Contains('.') ? "dotted key" : "plain key";
        yield return text.StartsWith('!') ? "veto" : "wanted";
        yield return text.Contains('*') ? "wildcard" : "exact";
    }
}
