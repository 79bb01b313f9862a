using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Karton.Contracts.Tests;

/// <summary>The wire form of each message, as a file. A message that was sent before a change must be read after
/// it.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_message_is_written_as_approved(string name) =>
        Approved.Matches(Wire.Write(Samples.All[name]), $"Golden/{name}.json");

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_message_is_read_as_it_was_written(string name)
    {
        var sample = Samples.All[name];
        var json = Wire.Write(sample);

        var read = JsonSerializer.Deserialize<JsonElement>(json)
            .Deserialize(sample.GetType(), SystemTextJsonMessageSerializer.Options);

        Assert.Equal(json, Wire.Write(read));
    }

    [Fact]
    public void Each_contract_has_a_golden_file()
    {
        var messages = typeof(KartonTask).Assembly.GetExportedTypes()
            .Where(type => type.IsDefined(typeof(EntityNameAttribute), inherit: false));

        Assert.Equal(
            messages.Select(type => type.Name).Order(),
            Samples.All.Values.Select(message => message.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Each_property_of_a_message_is_in_a_golden_file()
    {
        var unset = Samples.All.Values.GroupBy(message => message.GetType()).SelectMany(messages => messages.Key
            .GetProperties()
            .Where(property => property.SetMethod is not null)
            .Where(property => messages.All(message => property.GetValue(message) is null or 0 or 0L))
            .Select(property => $"{messages.Key.Name}.{property.Name}"));

        Assert.Empty(unset);
    }
}
