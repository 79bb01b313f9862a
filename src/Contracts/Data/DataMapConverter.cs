using System.Text.Json;
using System.Text.Json.Serialization;

namespace Karton.Contracts.Data;

internal sealed class DataMapConverter : JsonConverter<DataMap>
{
    public override DataMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject
            ? DataValueConverter.ReadMap(ref reader)
            : throw new JsonException($"Expected a JSON object, found {reader.TokenType}.");

    public override void Write(Utf8JsonWriter writer, DataMap value, JsonSerializerOptions options) =>
        DataValueConverter.WriteMap(writer, value);
}
