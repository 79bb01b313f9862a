using System.Text.Json;
using System.Text.Json.Serialization;

namespace Karton.Contracts.Data;

internal sealed class DataMapConverter : JsonConverter<DataMap>
{
    // A sender that writes null for an empty object is understood.
    public override bool HandleNull => true;

    public override DataMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => DataValueConverter.ReadMap(ref reader),
            JsonTokenType.Null => DataMap.Empty,
            _ => throw new JsonException($"Expected a JSON object, found {reader.TokenType}."),
        };

    public override void Write(Utf8JsonWriter writer, DataMap value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        DataValueConverter.WriteMap(writer, value);
    }
}
