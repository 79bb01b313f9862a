using System.Text.Json;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

public sealed class ResourceTests
{
    private static readonly Resource Stored = new()
    {
        Name = "a",
        Sha256 = new string('a', 64),
        Size = 5,
        Address = new Uri($"urn:sha256:{new string('a', 64)}"),
    };

    [Fact]
    public void Is_equal_by_what_it_names_and_not_by_where_it_lies()
    {
        Assert.Equal(Stored, Stored with { Address = null, Inline = new byte[5] });
        Assert.Equal(
            Stored.GetHashCode(), (Stored with { Address = null, Inline = new byte[5] }).GetHashCode());
        Assert.NotEqual(Stored, Stored with { Name = "b" });
        Assert.NotEqual(Stored, Stored with { Sha256 = "b" });
        Assert.NotEqual(Stored, Stored with { Size = 6 });
        Assert.NotEqual(Stored, Stored with { IsDirectory = true });
        Assert.NotEqual(Stored, Stored with { Metadata = new DataMap { ["a"] = 1 } });
    }

    [Fact]
    public void Is_an_ordinary_object_where_its_key_is_not_alone()
    {
        var value = DataValue.Parse($$"""{"{{Resource.WireKey}}": 5, "b": 1}""");

        Assert.Equal(DataKind.Map, value.Kind);
        Assert.Equal(value, DataValue.Parse(value.ToString()));
    }

    [Fact]
    public void Takes_what_a_later_version_adds() =>
        Assert.Equal("a", Read("""{"name": "a", "sha256": "b", "size": 1, "added": [1], "inline": null}""").Name);

    [Theory]
    [InlineData("5", "is no object")]
    [InlineData("{}", "has no 'name'")]
    [InlineData("""{"name": "a"}""", "has no 'sha256'")]
    [InlineData("""{"name": "a", "sha256": "b"}""", "has no integer 'size'")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1.5}""", "has no integer 'size'")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 9223372036854775808}""", "has no integer 'size'")]
    [InlineData("""{"name": 1, "sha256": "b", "size": 1}""", "'name' of the kind Number instead of Text")]
    [InlineData("""{"name": "a", "sha256": "b", "size": "1"}""", "'size' of the kind Text instead of Number")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "address": 5}""", "'address' of the kind Number")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "address": "x"}""", "'address' that is no absolute URI")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "inline": "?"}""", "'inline' that is no base64")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "inline": [1]}""", "'inline' of the kind List")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "directory": 1}""", "'directory' of the kind Number")]
    [InlineData("""{"name": "a", "sha256": "b", "size": 1, "metadata": "x"}""", "'metadata' of the kind Text")]
    public void Says_what_is_wrong_with_its_json(string json, string message)
    {
        var thrown = Assert.Throws<JsonException>(() => Read(json));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private static Resource Read(string json) =>
        DataValue.Parse($$"""{"{{Resource.WireKey}}": {{json}}}""").AsResource()!;
}
