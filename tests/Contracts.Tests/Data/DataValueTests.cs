using System.Text.Json;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

public sealed class DataValueTests
{
    [Fact]
    public void Says_what_it_is()
    {
        Assert.Equal(DataKind.Null, default(DataValue).Kind);
        Assert.Equal(DataKind.Null, ((DataValue)(string?)null).Kind);
        Assert.Equal(DataKind.Null, ((DataValue)(DataMap?)null).Kind);
        Assert.Equal(DataKind.Null, ((DataValue)(Resource?)null).Kind);
        Assert.Equal(DataKind.Null, ((DataValue)(DataValue[]?)null).Kind);
        Assert.Equal(DataKind.Boolean, ((DataValue)true).Kind);
        Assert.Equal(DataKind.Number, ((DataValue)1).Kind);
        Assert.Equal(DataKind.Text, ((DataValue)"").Kind);
        Assert.Equal(DataKind.List, ((DataValue)Array.Empty<DataValue>()).Kind);
        Assert.Equal(DataKind.Map, ((DataValue)DataMap.Empty).Kind);
    }

    [Fact]
    public void Gives_null_for_what_it_is_not()
    {
        DataValue[] values = [default, true, 1, "x", Array.Empty<DataValue>(), DataMap.Empty];

        Assert.Single(values, value => value.AsBoolean() is not null);
        Assert.Single(values, value => value.AsNumber() is not null);
        Assert.Single(values, value => value.AsInt64() is not null);
        Assert.Single(values, value => value.AsString() is not null);
        Assert.Single(values, value => value.AsList() is not null);
        Assert.Single(values, value => value.AsMap() is not null);
        Assert.DoesNotContain(values, value => value.AsResource() is not null);
    }

    [Fact]
    public void A_list_cannot_be_changed()
    {
        DataValue[] items = [1, 2];
        DataValue list = items;
        items[0] = 3;

        Assert.Equal(1, list.AsList()![0].AsInt64());
        Assert.IsNotType<DataValue[]>(list.AsList());
        Assert.Throws<NotSupportedException>(() => ((IList<DataValue>)list.AsList()!)[0] = 3);
    }

    [Fact]
    public void Makes_lists_of_whatever_a_list_may_hold()
    {
        string[] texts = ["a"];
        var resource = new Resource { Name = "a", Sha256 = "b", Size = 1 };

        Assert.Equal("[1,\"a\"]", DataValue.List(new DataValue[] { 1, "a" }.AsEnumerable()).ToString());
        Assert.Equal("[\"a\",\"b\"]", DataValue.List(["a", "b"]).ToString());
        Assert.Equal("[\"a\"]", ((DataValue)texts).ToString());
        Assert.Equal([resource], DataValue.List([resource]).Resources());
        Assert.Equal("[{\"a\":1}]", DataValue.List([new DataMap { ["a"] = 1 }]).ToString());
    }

    [Fact]
    public void Lists_are_equal_by_their_items()
    {
        DataValue list = new DataValue[] { 1, "a", new DataValue[] { true } };

        Assert.Equal(list, DataValue.Parse("""[1.0, "a", [true]]"""));
        Assert.NotEqual(list, DataValue.Parse("""["a", 1, [true]]"""));
        Assert.NotEqual(list, DataValue.Parse("""[1, "a", [true], null]"""));
        Assert.NotEqual((DataValue)"1", (DataValue)1);
        Assert.NotEqual((DataValue)true, (DataValue)1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("nul")]
    [InlineData("1 2")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("01")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("{\"\\ude00\":1}")]
    [InlineData("\"\n\"")]
    [InlineData("/* */ 1")]
    public void Refuses_what_is_no_json(string json) =>
        Assert.ThrowsAny<JsonException>(() => DataValue.Parse(json));

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_a_replacement_character()
    {
        (string Text, string Expected)[] cases =
        [
            ("\ud83d", "\ufffd"), ("a\ude00b", "a\ufffdb"), ("\ude00\ud83d", "\ufffd\ufffd"),
            ("\ud83d\ude00", "\ud83d\ude00"),
        ];

        Assert.All(cases, pair =>
        {
            Assert.Equal(pair.Expected, ((DataValue)pair.Text).AsString());
            Assert.Equal([pair.Expected], new DataMap { [pair.Text] = 1 }.Keys);
            Assert.Equal([pair.Expected], new DataMap([KeyValuePair.Create(pair.Text, (DataValue)1)]).Keys);
            Assert.Equal(pair.Expected, new Resource { Name = pair.Text, Sha256 = "", Size = 0 }.Name);
        });
    }

    [Fact]
    public void Nests_as_deep_as_a_reader_takes_it()
    {
        var deepest = new string('[', 64) + new string(']', 64);

        Assert.Equal(deepest, DataValue.Parse(deepest).ToString());
        Assert.ThrowsAny<JsonException>(() => DataValue.Parse($"[{deepest}]"));
        Assert.ThrowsAny<JsonException>(() => DataValue.Parse(new string('[', 1_000_000)));
        Assert.ThrowsAny<JsonException>(
            () => DataMap.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 65)));
    }

    [Fact]
    public void Lists_resources_in_the_order_of_appearance()
    {
        static Resource Named(string name) => new() { Name = name, Sha256 = "", Size = 0 };

        DataValue value = new DataValue[] { Named("1"), new DataMap { ["a"] = Named("2"), ["b"] = 1 }, Named("3") };

        Assert.Equal(["1", "2", "3"], value.Resources().Select(resource => resource.Name));
        Assert.Empty(((DataValue)"x").Resources());
    }
}
