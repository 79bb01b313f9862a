using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Karton.Contracts.Data;

/// <summary>
/// Any JSON value, immutable: what headers and payloads are made of. Numbers keep their text, so an integer of any size
/// survives a round trip. A <see cref="Resource"/> is a value too and may stand anywhere inside a payload. Text is
/// always well-formed: half of a surrogate pair, which JSON cannot carry, becomes U+FFFD.
/// </summary>
[JsonConverter(typeof(DataValueConverter))]
public readonly partial struct DataValue : IEquatable<DataValue>
{
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly object? _value;

    private DataValue(object? value) => _value = value;

    /// <summary>JSON <c>null</c>.</summary>
    public static DataValue Null => default;

    /// <summary>What this value is.</summary>
    public DataKind Kind => _value switch
    {
        null => DataKind.Null,
        string => DataKind.Text,
        bool => DataKind.Boolean,
        DataNumber => DataKind.Number,
        DataMap => DataKind.Map,
        Resource => DataKind.Resource,
        _ => DataKind.List,
    };

    /// <summary>The string, or <see langword="null"/> when this is no string.</summary>
    public string? AsString() => _value as string;

    /// <summary>The boolean, or <see langword="null"/> when this is no boolean.</summary>
    public bool? AsBoolean() => _value as bool?;

    /// <summary>The number, or <see langword="null"/> when this is no number.</summary>
    public DataNumber? AsNumber() => _value as DataNumber;

    /// <summary>The integer, or <see langword="null"/> when this is no integer or does not fit.</summary>
    public long? AsInt64() =>
        _value is DataNumber { IsWhole: true } number && long.TryParse(
            number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer
            : null;

    /// <summary>The items, or <see langword="null"/> when this is no list.</summary>
    public IReadOnlyList<DataValue>? AsList() =>
        // The box that is there already: another one would cost memory at each call.
        _value is ImmutableArray<DataValue> ? (IReadOnlyList<DataValue>)_value : null;

    /// <summary>The object, or <see langword="null"/> when this is no object.</summary>
    public DataMap? AsMap() => _value as DataMap;

    /// <summary>The resource, or <see langword="null"/> when this is no resource.</summary>
    public Resource? AsResource() => _value as Resource;

    /// <summary>Makes a list of <paramref name="items"/>.</summary>
    public static DataValue List(IEnumerable<DataValue> items) => FromOwned([.. items]);

    /// <summary>Makes a list of strings.</summary>
    public static DataValue List(IEnumerable<string> items) => List(items.Select(item => (DataValue)item));

    /// <summary>Makes a list of resources.</summary>
    public static DataValue List(IEnumerable<Resource> items) => List(items.Select(item => (DataValue)item));

    /// <summary>Makes a list of objects.</summary>
    public static DataValue List(IEnumerable<DataMap> items) => List(items.Select(item => (DataValue)item));

    /// <summary>Makes a number from its JSON text.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no JSON number.</exception>
    public static DataValue Number(string text) =>
        JsonNumber().IsMatch(text)
            ? new(new DataNumber(text))
            : throw new FormatException($"'{text}' is no JSON number. Write it like -12, 0.5 or 1e9.");

    /// <summary>Reads one value from JSON text.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is no JSON, or nested deeper than 64.</exception>
    public static DataValue Parse(string json) => JsonSerializer.Deserialize<DataValue>(json);

    /// <summary>Every resource in this value, however deep, in the order of appearance.</summary>
    public IEnumerable<Resource> Resources() => _value switch
    {
        Resource resource => [resource],
        DataMap map => map.Values.SelectMany(value => value.Resources()),
        ImmutableArray<DataValue> list => list.SelectMany(value => value.Resources()),
        _ => [],
    };

    /// <summary>A string.</summary>
    public static implicit operator DataValue(string? value) => new(value is null ? null : WellFormed.Of(value));

    /// <summary>A boolean.</summary>
    public static implicit operator DataValue(bool value) => new(value ? True : False);

    /// <summary>An integer.</summary>
    public static implicit operator DataValue(long value) =>
        FromJsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An integer.</summary>
    public static implicit operator DataValue(uint value) =>
        FromJsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An integer.</summary>
    public static implicit operator DataValue(ulong value) =>
        FromJsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An integer of any size.</summary>
    public static implicit operator DataValue(BigInteger value) =>
        FromJsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A decimal number, with all its digits.</summary>
    public static implicit operator DataValue(decimal value) =>
        FromJsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A finite floating-point number.</summary>
    /// <exception cref="FormatException">It is not a number or infinite, which JSON cannot say.</exception>
    public static implicit operator DataValue(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException($"{value} is no JSON number. Send a string or null instead.");
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return FromJsonNumber(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
    }

    /// <summary>An object.</summary>
    public static implicit operator DataValue(DataMap? value) => new(value);

    /// <summary>A reference to a resource.</summary>
    public static implicit operator DataValue(Resource? value) => new(value);

    /// <summary>A list.</summary>
    public static implicit operator DataValue(DataValue[]? value) => value is null ? default : List(value);

    /// <summary>A list of strings.</summary>
    public static implicit operator DataValue(string[]? value) => value is null ? default : List(value);

    /// <summary>Whether both are equal as JSON; numbers by value, objects whatever the order of their keys.</summary>
    public bool Equals(DataValue other) => (_value, other._value) switch
    {
        (ImmutableArray<DataValue> left, ImmutableArray<DataValue> right) =>
            left.AsSpan().SequenceEqual(right.AsSpan()),
        _ => Equals(_value, other._value),
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _value is ImmutableArray<DataValue> list ? HashOf(list) : _value?.GetHashCode() ?? 0;

    /// <summary>Whether both are equal as JSON.</summary>
    public static bool operator ==(DataValue left, DataValue right) => left.Equals(right);

    /// <summary>Whether they differ as JSON.</summary>
    public static bool operator !=(DataValue left, DataValue right) => !left.Equals(right);

    /// <summary>The value as JSON text.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);

    internal static DataValue FromOwned(DataValue[] items) => new(ImmutableCollectionsMarshal.AsImmutableArray(items));

    internal static DataValue FromJsonNumber(string text) => new(new DataNumber(text));

    private static int HashOf(ImmutableArray<DataValue> list)
    {
        var hash = default(HashCode);
        foreach (var item in list)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    // RFC 8259, section 6
    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex JsonNumber();
}
