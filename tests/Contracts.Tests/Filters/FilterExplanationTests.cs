using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class FilterExplanationTests
{
    [Fact]
    public void Names_the_first_condition_that_fails_and_what_was_found()
    {
        var explanation = Explain(
            """[{"type": "sample", "kind": "raw", "stage": "x"}]""", """{"type":"sample","kind":5}""");

        var rule = Assert.Single(explanation.Rules);
        Assert.False(explanation.Matches);
        Assert.Equal("No match: no rule matches.", explanation.Summary);
        Assert.Equal(RuleVerdict.NotMatched, rule.Verdict);
        Assert.Equal("""{"kind":"raw"}""", rule.Condition);
        Assert.Equal("kind", rule.Key);
        Assert.Equal("5", rule.Found);
        Assert.Equal("""rule 0 does not match: {"kind":"raw"} fails, there is 5""", rule.Text);
    }

    [Fact]
    public void Says_that_a_header_is_missing()
    {
        var explanation = Explain("""[{"a.b": "x"}]""", """{"a":{}}""");

        var rule = Assert.Single(explanation.Rules);
        Assert.Null(rule.Found);
        Assert.Equal("""rule 0 does not match: {"a.b":"x"} fails, there is none""", rule.Text);
    }

    [Fact]
    public void Names_the_veto_that_outweighs_a_match()
    {
        var explanation = Explain(
            """[{"type": "config"}, {"platform": "!win*"}, {"type": "sample"}]""",
            """{"type":"sample","platform":"win32"}""");

        Assert.False(explanation.Matches);
        Assert.Equal("No match: rule 1 vetoes, although rule 2 matches.", explanation.Summary);
        Assert.Equal(
            [RuleVerdict.NotMatched, RuleVerdict.Vetoed, RuleVerdict.Matched],
            explanation.Rules.Select(rule => rule.Verdict));
        Assert.Equal(
            """rule 1 vetoes: {"platform":"!win*"} is hit, there is "win32" """.TrimEnd(), explanation.Rules[1].Text);
        Assert.Equal("""rule 2 matches: {"type":"sample"}""", explanation.Rules[2].Text);
    }

    [Theory]
    [InlineData("""[{"type":"sample"}, {}]""", "Match: rule 0 and rule 1 match, and no rule vetoes.")]
    [InlineData("""[{"type":"!sample"}]""", "No match: rule 0 vetoes.")]
    [InlineData("[]", "No match: there are no rules.")]
    public void Sums_it_up_in_a_sentence(string filters, string expected) =>
        Assert.Equal(expected, Explain(filters, """{"type":"sample"}""").Summary);

    [Fact]
    public void An_operator_on_all_headers_has_no_key()
    {
        var rule = Assert.Single(Explain("""[{"$or": [{"a": 1}, {"b": 2}]}]""", """{"a":2}""").Rules);

        Assert.Null(rule.Key);
        Assert.Equal("""rule 0 does not match: {"$or":[{"a":1},{"b":2}]} fails""", rule.Text);
    }

    [Fact]
    public void Shows_what_was_gathered_from_a_list()
    {
        var rule = Assert.Single(Explain("""[{"a.b": "x"}]""", """{"a":[{"b":"y"},{}]}""").Rules);

        Assert.Equal("""["y",null]""", rule.Found);
    }

    [Fact]
    public void Hostile_text_is_shown_escaped_and_cut()
    {
        var headers = new DataMap { ["a"] = "\u001b[31m\n\u202e" + new string('x', 10_000) };

        var rule = Assert.Single(TaskFilter.Parse("""[{"a": "x"}]""").Explain(headers).Rules);

        Assert.DoesNotContain(rule.Text, character => char.IsControl(character) || character == '\u202e');
        Assert.True(rule.Text.Length < 500);
        Assert.EndsWith("…", rule.Text, StringComparison.Ordinal);
    }

    private static FilterExplanation Explain(string filters, string headers) =>
        TaskFilter.Parse(filters).Explain(DataMap.Parse(headers));
}
