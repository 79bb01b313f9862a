using System.Text.Json;

namespace Karton.Contracts.Data;

/// <summary>The JSON form of a resource inside a payload.</summary>
internal static class ResourceWire
{
    internal static void Write(Utf8JsonWriter writer, Resource resource)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Resource.WireKey);
        writer.WriteString("name", resource.Name);
        writer.WriteString("sha256", resource.Sha256);
        writer.WriteNumber("size", resource.Size);
        if (resource.Address is not null)
        {
            writer.WriteString("address", resource.Address.OriginalString);
        }

        if (resource.Inline is { } content)
        {
            writer.WriteBase64String("inline", content.Span);
        }

        if (resource.IsDirectory)
        {
            writer.WriteBoolean("directory", true);
        }

        if (resource.Metadata.Count > 0)
        {
            writer.WritePropertyName("metadata");
            DataValueConverter.WriteMap(writer, resource.Metadata);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static Resource FromMap(DataValue value)
    {
        var map = value.AsMap() ?? throw Malformed("is no object");
        return new Resource
        {
            Name = map.GetString("name") ?? throw Malformed("has no string 'name'"),
            Sha256 = map.GetString("sha256") ?? throw Malformed("has no string 'sha256'"),
            Size = Find(map, "size").AsInt64() ?? throw Malformed("has no integer 'size'"),
            Address = ReadAddress(map),
            Inline = ReadInline(map),
            IsDirectory = Find(map, "directory").AsBoolean() ?? false,
            Metadata = Find(map, "metadata").AsMap() ?? DataMap.Empty,
        };
    }

    private static Uri? ReadAddress(DataMap map)
    {
        if (map.GetString("address") is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : throw Malformed($"has the address '{text}', which is no absolute URI");
    }

    private static ReadOnlyMemory<byte>? ReadInline(DataMap map)
    {
        if (map.GetString("inline") is not { } text)
        {
            return null;
        }

        var content = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, content, out var length)
            ? content.AsMemory(0, length)
            : throw Malformed("has an 'inline' that is no base64");
    }

    private static DataValue Find(DataMap map, string key) => map.TryGetValue(key, out var value) ? value : default;

    private static JsonException Malformed(string what) => new($"A resource ({Resource.WireKey}) {what}.");
}
