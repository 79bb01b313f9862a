using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class MalformedFilterTests
{
    [Theory]
    [InlineData("""[{"platform": {"$in": "win32"}}]""", "rule 0, 'platform.$in'", "\"win32\"", "$in\": [")]
    [InlineData("""[{}, {"a": {"$nin": 5}}]""", "rule 1, 'a.$nin'", "5", "no list")]
    [InlineData("""[{"a": {"$or": {"b": 1}}}]""", "rule 0, 'a.$or'", "{\"b\":1}", "no list")]
    [InlineData("""[{"a": {"$or": "xy"}}]""", "rule 0, 'a.$or'", "\"xy\"", "no list")]
    [InlineData("""[{"$and": [{}, {"a": {"$mod": [0, 1]}}]}]""", "rule 0, '$and[1].a.$mod'", "[0,1]", "zero")]
    [InlineData("""[{"a": {"$mod": [2]}}]""", "'a.$mod'", "[2]", "[2, 0]")]
    [InlineData("""[{"a": {"$mod": [2, "x"]}}]""", "'a.$mod'", "[2,\"x\"]", "divisor and remainder")]
    [InlineData("""[{"a": {"$size": "1"}}]""", "'a.$size'", "\"1\"", "no integer")]
    [InlineData("""[{"a": {"$size": 1.5}}]""", "'a.$size'", "1.5", "no integer")]
    [InlineData("""[{"a": {"$type": "strin"}}]""", "'a.$type'", "\"strin\"", "string")]
    [InlineData("""[{"a": {"$elemMatch": "x"}}]""", "'a.$elemMatch'", "\"x\"", "$eq")]
    [InlineData("""[{"a": {"$exists": "yes"}}]""", "'a.$exists'", "\"yes\"", "true nor false")]
    [InlineData("""[{"a": {"$not": {"$foo": 1}}}]""", "'a.$not.$foo'", "1", "$eq $ne")]
    [InlineData("""[{"a": {"$match": 1}}]""", "'a.$match'", "1", "no operator")]
    [InlineData("""[{"a": {"$regex": "x", "$options": "i"}}]""", "'a.$options'", "\"i\"", "/win.*/i")]
    [InlineData("""[{"a": {"$where": "x"}}]""", "'a.$where'", "\"x\"", "not supported")]
    [InlineData("""[{"a": {"$regex": "a(b"}}]""", "'a.$regex'", "\"a(b\"", "not closed")]
    [InlineData("""[{"a": {"$regex": 5}}]""", "'a.$regex'", "5", "no string")]
    [InlineData("""[{"$or": "x*"}]""", "'$or'", "\"x*\"", "under a header")]
    [InlineData("""[{"a": 1}, "x"]""", "rule 1", "\"x\"", "{\"type\": \"sample\"}")]
    [InlineData("5", "Filters", "5", "list of rules")]
    [InlineData("null", "Filters", "null", "list of rules")]
    [InlineData("[{", "Filters", "JSON", "JSON")]
    public void Is_refused_with_its_place_its_value_and_what_to_do(string filters, params string[] parts)
    {
        var fault = Assert.Throws<FilterException>(() => TaskFilter.Parse(filters));

        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("(", "not closed")]
    [InlineData(")", "too many")]
    [InlineData("[a", "']'")]
    [InlineData("a**", "repeated")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("^*", "nothing to repeat")]
    [InlineData("a{3,2}", "at least")]
    [InlineData("[b-a]", "range")]
    [InlineData("[a-\\d]", "range")]
    [InlineData("\\q", "\\q")]
    [InlineData("a\\", "backslash")]
    [InlineData("\\x1", "2 hexadecimal")]
    [InlineData("\\ud83d", "no character")]
    [InlineData("\\400", "too large")]
    [InlineData("(?<n>a)", "(?P<name>...)")]
    [InlineData("(?P<1>a)", "no name")]
    [InlineData("(?P<n>a)(?P<n>a)", "one already")]
    [InlineData("(?P=n)", "group n")]
    [InlineData("\\1(a)", "group 1")]
    [InlineData("(?(2)a|b)(c)", "group 2")]
    [InlineData("(?<=a+)b", "fixed width")]
    [InlineData("a(?i)b", "at its start")]
    [InlineData("(?a)b", "option 'a'")]
    [InlineData("(?i-i:b)", "turn off")]
    [InlineData("(?#a", "comment")]
    [InlineData("\\p{L}", "\\p")]
    [InlineData("(a{1000}){1000}", "2000 parts")]
    [InlineData("a{5000}", "5000 times")]
    public void A_regular_expression_is_refused_with_what_is_wrong(string expression, string problem)
    {
        var rule = new DataMap { ["a"] = new DataMap { ["$regex"] = expression } };

        var fault = Assert.Throws<FilterException>(() => TaskFilter.Compile(rule));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regular_expression_that_is_too_long_is_refused()
    {
        var rule = new DataMap { ["a"] = new DataMap { ["$regex"] = new string('a', 1001) } };

        var fault = Assert.Throws<FilterException>(() => TaskFilter.Compile(rule));

        Assert.Contains("1001 characters", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.Message.Length < 400);
    }

    [Fact]
    public void Filters_nested_too_deep_are_refused()
    {
        DataValue value = "x";
        for (var depth = 0; depth < 100_000; depth++)
        {
            value = new DataMap { ["$not"] = value };
        }

        Assert.Throws<FilterException>(() => TaskFilter.Compile(value));
    }
}
