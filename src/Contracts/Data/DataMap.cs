using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Karton.Contracts.Data;

/// <summary>
/// An immutable JSON object: headers, payload, or an object inside them. Written with an initializer,
/// <c>new DataMap { ["type"] = "sample", ["size"] = 5 }</c>, and changed by copying,
/// <c>new DataMap(old) { ["stage"] = "recognized" }</c>. Keys are case-sensitive and keep their order.
/// </summary>
[JsonConverter(typeof(DataMapConverter))]
public sealed class DataMap : IReadOnlyDictionary<string, DataValue>, IEquatable<DataMap>
{
    private readonly OrderedDictionary<string, DataValue> _entries;

    /// <summary>Makes an object; entries are given in the initializer.</summary>
    public DataMap() => _entries = new(StringComparer.Ordinal);

    /// <summary>Makes an object with the entries of another, to which the initializer adds or which it
    /// replaces.</summary>
    public DataMap(IEnumerable<KeyValuePair<string, DataValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = new(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            _entries[WellFormed.Of(key)] = value;
        }
    }

    internal DataMap(OrderedDictionary<string, DataValue> owned) => _entries = owned;

    /// <summary>The object without entries.</summary>
    public static DataMap Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<DataValue> Values => _entries.Values;

    /// <summary>The value of a key. Set in an initializer only. Half of a surrogate pair in a key becomes
    /// U+FFFD.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public DataValue this[string key]
    {
        get => _entries.TryGetValue(key, out var value) ? value : throw Missing(key);
        init => _entries[WellFormed.Of(key)] = value;
    }

    /// <summary>Reads an object from JSON text.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is no JSON object, or nested deeper than 64.</exception>
    public static DataMap Parse(string json) =>
        DataValue.Parse(json).AsMap() ?? throw new JsonException("Expected a JSON object, found something else.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out DataValue value) =>
        _entries.TryGetValue(key, out value);

    /// <summary>The string under a key, or <see langword="null"/> when it is missing or no string.</summary>
    public string? GetString(string key) => _entries.TryGetValue(key, out var value) ? value.AsString() : null;

    /// <summary>The resource under a key, or <see langword="null"/> when it is missing or no resource.</summary>
    public Resource? GetResource(string key) => _entries.TryGetValue(key, out var value) ? value.AsResource() : null;

    /// <summary>These entries with those of <paramref name="others"/> over them.</summary>
    public DataMap With(DataMap others)
    {
        ArgumentNullException.ThrowIfNull(others);
        if (others.Count == 0)
        {
            return this;
        }

        if (Count == 0)
        {
            return others;
        }

        var merged = new OrderedDictionary<string, DataValue>(_entries, StringComparer.Ordinal);
        foreach (var (key, value) in others._entries)
        {
            merged[key] = value;
        }

        return new DataMap(merged);
    }

    /// <summary>These entries without the named ones.</summary>
    public DataMap Without(params IEnumerable<string> keys)
    {
        var rest = new OrderedDictionary<string, DataValue>(_entries, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            rest.Remove(key);
        }

        return new DataMap(rest);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, DataValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both have the same entries, whatever their order.</summary>
    public bool Equals(DataMap? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        foreach (var (key, value) in _entries)
        {
            if (!other._entries.TryGetValue(key, out var theirs) || theirs != value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataMap);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // A sum, as the order of the entries makes no difference.
        var hash = Count;
        foreach (var (key, value) in _entries)
        {
            hash += HashCode.Combine(key, value);
        }

        return hash;
    }

    /// <summary>The object as JSON text.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);

    private KeyNotFoundException Missing(string key)
    {
        const int shown = 20;
        var more = Count > shown ? $" and {Count - shown} more" : "";
        return new($"There is no '{key}' here; there are: {string.Join(", ", Keys.Take(shown))}{more}.");
    }
}
