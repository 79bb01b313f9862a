using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class TaskFilterTests
{
    [Theory]
    [InlineData("""[{"type": "sample"}]""", """{"type": "sample", "kind": "raw"}""", true)]
    [InlineData("""[{"type": "sample"}]""", """{"type": "Sample"}""", false)]
    [InlineData("""[{"type": "sample", "kind": "raw"}]""", """{"type": "sample"}""", false)]
    [InlineData("""[{"type": "config"}, {"type": "sample"}]""", """{"type": "sample"}""", true)]
    [InlineData("""{"type": "sample"}""", """{"type": "sample"}""", true)]
    [InlineData("[]", "{}", false)]
    [InlineData("[{}]", "{}", true)]
    public void Wants_what_meets_all_conditions_of_any_rule(string filters, string headers, bool expected) =>
        Check(filters, headers, expected);

    [Theory]
    [InlineData("win*", "win32", true)]
    [InlineData("win*", "linux", false)]
    [InlineData("*", "", true)]
    [InlineData("win??", "win32", true)]
    [InlineData("win[36]*", "win64", true)]
    [InlineData("win[!36]*", "win64", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[ax", "[ax", true)]
    [InlineData("a*b", "a\nb", true)]
    [InlineData("?", "\ud83d\ude00", true)]
    [InlineData("*.exe", "a.exe.exe", true)]
    public void Wildcards_cover_the_whole_text(string pattern, string platform, bool expected) =>
        Check(new DataMap { ["platform"] = pattern }, new DataMap { ["platform"] = platform }, expected);

    [Theory]
    [InlineData("""[{"platform": "!win32"}]""", """{"platform": "win32"}""", false)]
    [InlineData("""[{"platform": "!win32"}]""", """{"platform": "linux"}""", true)]
    [InlineData("""[{"platform": "!win32"}]""", """{}""", true)]
    [InlineData("""[{"platform": "!win*"}, {}]""", """{"platform": "win64"}""", false)]
    [InlineData("""[{"type": "sample", "platform": "!win*"}, {}]""", """{"platform": "win64"}""", true)]
    [InlineData("""[{"a": "!1", "b": "!2"}]""", """{"a": "1", "b": "3"}""", false)]
    [InlineData("""[{"a": "!*"}]""", """{"a": "x"}""", false)]
    [InlineData("""[{"a": "!*"}]""", """{"b": "x"}""", true)]
    [InlineData("""[{"a": "!!x"}]""", """{"a": "!x"}""", false)]
    [InlineData("""[{"a": "!"}]""", """{"a": ""}""", false)]
    public void A_negated_condition_that_is_hit_vetoes_the_whole_list(string filters, string headers, bool expected) =>
        Check(filters, headers, expected);

    [Theory]
    [InlineData("""{"a": "5"}""", """{"a": 5}""", true)]
    [InlineData("""{"a": 5}""", """{"a": "5"}""", false)]
    [InlineData("""{"a": "True"}""", """{"a": true}""", true)]
    [InlineData("""{"a": "true"}""", """{"a": true}""", false)]
    [InlineData("""{"a": "None"}""", """{"a": null}""", true)]
    [InlineData("""{"a": "1.0"}""", """{"a": 1}""", false)]
    [InlineData("""{"a": "1e+16"}""", """{"a": 1e16}""", true)]
    [InlineData("""{"a": "1000000000000000.0"}""", """{"a": 1e15}""", true)]
    [InlineData("""{"a": "1e-05"}""", """{"a": 0.00001}""", true)]
    [InlineData("""{"a": "{'b': 1, 'c': None}"}""", """{"a": {"b": 1, "c": null}}""", true)]
    [InlineData("""{"a": true}""", """{"a": 1.0}""", true)]
    [InlineData("""{"a": null}""", """{}""", false)]
    [InlineData("""{"a": 123456789012345678901234567890}""", """{"a": 123456789012345678901234567891}""", false)]
    public void Compares_values_as_Python_does(string rule, string headers, bool expected) =>
        Check(rule, headers, expected);

    [Theory]
    [InlineData("""{"tags": "emotet"}""", """{"tags": ["a", "emotet"]}""", true)]
    [InlineData("""{"tags": "emo*"}""", """{"tags": ["a", "emotet"]}""", false)]
    [InlineData("""{"tags": ["a"]}""", """{"tags": ["a"]}""", false)]
    [InlineData("""{"tags": ["a"]}""", """{"tags": [["a"]]}""", true)]
    [InlineData("""{"a.b": "x"}""", """{"a": {"b": "x"}}""", true)]
    [InlineData("""{"a.b": "x"}""", """{"a.b": "x"}""", false)]
    [InlineData("""{"a.1": "x"}""", """{"a": ["y", "x"]}""", true)]
    [InlineData("""{"a.b": "x"}""", """{"a": [{"b": "y"}, {"b": "x"}, 5]}""", true)]
    [InlineData("""{"a": {}}""", """{}""", true)]
    public void Looks_into_lists_and_objects(string rule, string headers, bool expected) =>
        Check(rule, headers, expected);

    private static void Check(string filters, string headers, bool expected) =>
        Assert.Equal(expected, TaskFilter.Parse(filters).Matches(DataMap.Parse(headers)));

    private static void Check(DataMap rule, DataMap headers, bool expected) =>
        Assert.Equal(expected, TaskFilter.Compile(rule).Matches(headers));
}
