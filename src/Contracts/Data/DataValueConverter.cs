using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Karton.Contracts.Data;

internal sealed class DataValueConverter : JsonConverter<DataValue>
{
    public override bool HandleNull => true;

    public override DataValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadValue(ref reader);

    public override void Write(Utf8JsonWriter writer, DataValue value, JsonSerializerOptions options) =>
        WriteValue(writer, value);

    internal static DataMap ReadMap(ref Utf8JsonReader reader)
    {
        var entries = new OrderedDictionary<string, DataValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ReadString(ref reader);
            reader.Read();
            entries[key] = ReadValue(ref reader);
        }

        return new DataMap(entries);
    }

    internal static void WriteMap(Utf8JsonWriter writer, DataMap map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static DataValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.Number => DataValue.FromJsonNumber(Encoding.UTF8.GetString(RawBytes(ref reader))),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadObject(ref reader),
        _ => throw new JsonException($"Unexpected {reader.TokenType} where a value belongs."),
    };

    private static DataValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<DataValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return DataValue.FromOwned([.. items]);
    }

    private static DataValue ReadObject(ref Utf8JsonReader reader)
    {
        var map = ReadMap(ref reader);
        return map.Count == 1 && map.TryGetValue(Resource.WireKey, out var inner)
            ? ResourceWire.FromMap(inner)
            : map;
    }

    private static ReadOnlySpan<byte> RawBytes(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string holds half of a surrogate pair or broken UTF-8.", e);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, DataValue value)
    {
        switch (value.Kind)
        {
            case DataKind.Null:
                writer.WriteNullValue();
                break;
            case DataKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean()!.Value);
                break;
            case DataKind.Number:
                writer.WriteRawValue(value.AsNumber()!.Text, skipInputValidation: true);
                break;
            case DataKind.Text:
                writer.WriteStringValue(value.AsString());
                break;
            case DataKind.Map:
                WriteMap(writer, value.AsMap()!);
                break;
            case DataKind.Resource:
                ResourceWire.Write(writer, value.AsResource()!);
                break;
            default:
                writer.WriteStartArray();
                foreach (var item in value.AsList()!)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
        }
    }
}
