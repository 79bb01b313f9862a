using System.Text.Json;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

public sealed class DataMapTests
{
    [Fact]
    public void Is_changed_by_copying_alone()
    {
        var map = new DataMap { ["a"] = 1, ["b"] = 2 };

        var copy = new DataMap(map) { ["b"] = 3, ["c"] = 4 };

        Assert.Equal("""{"a":1,"b":2}""", map.ToString());
        Assert.Equal("""{"a":1,"b":3,"c":4}""", copy.ToString());
        Assert.Equal("""{"a":1,"b":5,"d":6}""", map.With(new DataMap { ["b"] = 5, ["d"] = 6 }).ToString());
        Assert.Equal("""{"b":2}""", map.Without("a", "x").ToString());
        Assert.Empty(DataMap.Empty);
    }

    [Fact]
    public void The_last_of_two_equal_keys_wins()
    {
        var map = DataMap.Parse("""{"a": 1, "b": 2, "a": 3, "A": 4}""");

        Assert.Equal("""{"a":3,"b":2,"A":4}""", map.ToString());
        Assert.Equal(map, Wire.Read<DataMap>("""{"a": 1, "b": 2, "a": 3, "A": 4}"""));
    }

    [Fact]
    public void Gives_typed_values_or_null()
    {
        var resource = new Resource { Name = "a", Sha256 = "b", Size = 1 };
        var map = new DataMap { ["text"] = "x", ["number"] = 1, ["resource"] = resource };

        Assert.Equal("x", map.GetString("text"));
        Assert.Null(map.GetString("number"));
        Assert.Null(map.GetString("missing"));
        Assert.Same(resource, map.GetResource("resource"));
        Assert.Null(map.GetResource("text"));
        Assert.False(map.TryGetValue("missing", out _));
        Assert.True(map.ContainsKey("text"));
    }

    [Fact]
    public void Says_which_keys_there_are_but_not_all_of_a_million()
    {
        var few = new DataMap { ["a"] = 1, ["b"] = 2 };
        var many = new DataMap(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"{i}", (DataValue)i)));

        Assert.Equal(
            "There is no 'x' here; there are: a, b.", Assert.Throws<KeyNotFoundException>(() => few["x"]).Message);
        Assert.EndsWith(
            "18, 19 and 980 more.",
            Assert.Throws<KeyNotFoundException>(() => many["x"]).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{\"__karton_resource__\":{\"name\":\"a\",\"sha256\":\"b\",\"size\":1}}")]
    public void Parses_an_object_and_nothing_else(string json) =>
        Assert.Throws<JsonException>(() => DataMap.Parse(json));

    [Fact]
    public void Is_empty_where_a_sender_wrote_null() => Assert.Equal(DataMap.Empty, Wire.Read<DataMap>("null"));
}
