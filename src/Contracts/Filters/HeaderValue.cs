using System.Text.Json;
using Karton.Contracts.Data;

namespace Karton.Contracts.Filters;

/// <summary>
/// What a condition looks at: the value of a header, or that it is missing, or, for a key that leads through a list
/// (<c>parts.name</c>), what was found in each item.
/// </summary>
internal readonly struct HeaderValue
{
    private static readonly object MissingMark = new();

    private readonly DataValue _value;

    // Null for a plain value.
    private readonly object? _other;

    internal HeaderValue(DataValue value) => _value = value;

    internal HeaderValue(HeaderValue[] found) => _other = found;

    private HeaderValue(object mark) => _other = mark;

    internal static HeaderValue Missing => new(MissingMark);

    internal bool IsMissing => ReferenceEquals(_other, MissingMark);

    internal bool IsNull => _other is null && _value.Kind == DataKind.Null;

    /// <summary>The length of the list, or <see langword="null"/> when this is no list.</summary>
    internal int? Count => _other is null ? _value.AsList()?.Count : (_other as HeaderValue[])?.Length;

    /// <summary>The value itself; <see langword="null"/> when it is missing or was gathered from a list.</summary>
    internal DataValue? Plain => _other is null ? _value : default(DataValue?);

    internal string? AsText() => _value.AsString();

    internal bool? AsBoolean() => _value.AsBoolean();

    internal DataNumber? AsNumber() => _value.AsNumber();

    /// <summary>The object; a resource counts as the object it is in JSON.</summary>
    internal DataMap? AsMap() => _value.AsMap() ?? (_value.AsResource() is { } resource ? ToMap(resource) : null);

    internal HeaderValue Item(int index) =>
        _other is HeaderValue[] found ? found[index] : new(_value.AsList()![index]);

    /// <summary>The value for showing it; in a list that was gathered, null stands for what is missing.</summary>
    internal DataValue? ToData() => _other is HeaderValue[] found
        ? DataValue.List(found.Select(item => item.ToData() ?? DataValue.Null))
        : Plain;

    private static DataMap ToMap(Resource resource)
    {
        var json = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes<DataValue>(resource));
        json.Read();
        return DataValueConverter.ReadMap(ref json);
    }
}
