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
            Name = Find(map, "name", DataKind.Text).AsString() ?? throw Malformed("has no 'name'"),
            Sha256 = Find(map, "sha256", DataKind.Text).AsString() ?? throw Malformed("has no 'sha256'"),
            Size = Find(map, "size", DataKind.Number).AsInt64() ?? throw Malformed("has no integer 'size'"),
            Address = ReadAddress(Find(map, "address", DataKind.Text).AsString()),
            Inline = ReadInline(Find(map, "inline", DataKind.Text).AsString()),
            IsDirectory = Find(map, "directory", DataKind.Boolean).AsBoolean() ?? false,
            Metadata = Find(map, "metadata", DataKind.Map).AsMap() ?? DataMap.Empty,
        };
    }

    private static Uri? ReadAddress(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : throw Malformed("has an 'address' that is no absolute URI");
    }

    private static ReadOnlyMemory<byte>? ReadInline(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var content = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, content, out var length)
            ? content.AsMemory(0, length)
            : throw Malformed("has an 'inline' that is no base64");
    }

    // What is missing or null is null; what is there is of its kind or an error, and never overlooked.
    private static DataValue Find(DataMap map, string key, DataKind kind)
    {
        map.TryGetValue(key, out var value);
        return value.Kind == kind || value.Kind == DataKind.Null
            ? value
            : throw Malformed($"has a '{key}' of the kind {value.Kind} instead of {kind}");
    }

    private static JsonException Malformed(string what) => new($"A resource ({Resource.WireKey}) {what}.");
}
