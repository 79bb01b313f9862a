using CsCheck;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;

namespace Karton.Contracts.Tests.Filters;

public class RoutingKeyTests
{
    [Theory]
    [InlineData("""{"type":"sample","kind":"runnable","stage":"recognized","platform":"win32","extension":"exe"}""",
        "sample.runnable.recognized.win32.exe")]
    [InlineData("""{"extension":"exe","type":"sample","quality":"high"}""", "sample.-.-.-.exe")]
    [InlineData("{}", "-.-.-.-.-")]
    [InlineData("""{"type":null,"kind":"-","stage":"","platform":"--"}""", "-.%2D.%.--.-")]
    [InlineData("""{"type":"a.b","kind":"*","stage":"#","platform":"%","extension":"A_z-9"}""",
        "a%2Eb.%2A.%23.%25.A_z-9")]
    [InlineData("""{"type":"é","kind":"日","stage":"😀","platform":" \n"}""",
        "%C3%A9.%E6%97%A5.%F0%9F%98%80.%20%0A.-")]
    public void Has_a_word_for_each_routed_header(string headers, string expected) =>
        Assert.Equal(expected, RoutingKey.For(DataMap.Parse(headers)));

    [Theory]
    [InlineData("""{"type":"sample","kind":5}""")]
    [InlineData("""{"extension":true}""")]
    [InlineData("""{"platform":["win32"]}""")]
    [InlineData("""{"stage":{}}""")]
    public void Is_any_when_a_routed_header_is_no_string(string headers) =>
        Assert.Equal("any", RoutingKey.For(DataMap.Parse(headers)));

    [Fact]
    public void A_word_is_cut_to_40_characters_even_within_an_escape()
    {
        var headers = new DataMap { ["type"] = new string('x', 41), ["kind"] = new string('y', 38) + "é" };

        var words = RoutingKey.For(headers).Split('.');

        Assert.Equal(new string('x', 40), words[0]);
        Assert.Equal(new string('y', 38) + "%C", words[1]);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_has_a_word_too() =>
        Assert.Equal("%EF%BF%BD.-.-.-.-", RoutingKey.For(new DataMap { ["type"] = "\ud83d" }));

    [Fact]
    public void Always_fits_AMQP_and_holds_nothing_that_a_topic_exchange_would_read() =>
        FilterGenerator.Headers.Sample(headers =>
        {
            var key = RoutingKey.For(headers);

            Assert.InRange(key.Length, 1, 255);
            Assert.Matches("^(any|[A-Za-z0-9_%-]+(\\.[A-Za-z0-9_%-]+){4})$", key);
        });
}
