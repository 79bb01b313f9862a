using System.Text.Json.Nodes;
using CsCheck;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

/// <summary>What holds for every value there can be.</summary>
public sealed class DataPropertyTests
{
    [Fact]
    public void Every_value_survives_its_own_text() => Arbitrary.Value.Sample(value =>
    {
        var text = value.ToString();
        var read = DataValue.Parse(text);

        return read == value && read.ToString() == text;
    });

    [Fact]
    public void Every_map_survives_the_wire() => Arbitrary.Map.Sample(map =>
    {
        var task = Wire.RoundTrip(new KartonTask { Headers = map, Payload = map, PersistentPayload = map });

        return task.Headers.Equals(map)
            && task.Payload.ToString() == map.ToString()
            && task.PersistentPayload.Keys.SequenceEqual(map.Keys);
    });

    [Fact]
    public void Every_value_means_to_others_what_it_means_to_us() => Arbitrary.Value.Sample(value =>
        JsonNode.DeepEquals(JsonNode.Parse(value.ToString()), JsonNode.Parse(Wire.Write(value))));

    [Fact]
    public void Every_number_keeps_its_text() => Arbitrary.NumberText.Sample(text =>
        DataValue.Number(text).ToString() == text
        && DataValue.Parse(text).AsNumber()!.Text == text
        && Wire.RoundTrip(new DataMap { ["n"] = DataValue.Parse(text) })["n"].AsNumber()!.Text == text);

    [Fact]
    public void Equal_values_have_the_same_hash_code() => Gen.Select(Arbitrary.Value, Arbitrary.Value).Sample(
        (left, right) =>
        {
            var copy = DataValue.Parse(left.ToString());
            return copy == left && copy.GetHashCode() == left.GetHashCode()
                && left == right == (right == left)
                && left != right == !(left == right)
                && (left != right || left.GetHashCode() == right.GetHashCode());
        });

    [Fact]
    public void The_order_of_keys_makes_no_difference() => Arbitrary.Map.Sample(map =>
    {
        var reversed = new DataMap(map.Reverse());
        return reversed.Equals(map) && reversed.GetHashCode() == map.GetHashCode();
    });

    [Fact]
    public void Nothing_of_a_resource_is_lost() => Arbitrary.Value.Sample(value =>
    {
        var resources = DataValue.Parse(value.ToString()).Resources().ToList();
        return resources.Select(Describe).SequenceEqual(value.Resources().Select(Describe));

        static string Describe(Resource resource) =>
            $"{(DataValue)resource}{resource.Address}{Convert.ToHexString((resource.Inline ?? default).Span)}";
    });
}
