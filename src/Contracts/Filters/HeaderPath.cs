using System.Collections.Frozen;
using Karton.Contracts.Data;

namespace Karton.Contracts.Filters;

/// <summary>
/// A key of a filter, such as <c>type</c> or <c>report.scores.0</c>: each part goes one object or list deeper. A part
/// that is no number goes into every item of a list. Null has whatever is asked of it: null.
/// </summary>
internal sealed class HeaderPath
{
    // Nearly all conditions are on these. One object for all filters stays in the processor's cache while a task goes
    // past a thousand of them.
    private static readonly FrozenDictionary<string, HeaderPath> WellKnown = new[]
    {
        WellKnownHeaders.Type,
        WellKnownHeaders.Kind,
        WellKnownHeaders.Stage,
        WellKnownHeaders.Platform,
        WellKnownHeaders.Extension,
        WellKnownHeaders.Origin,
        WellKnownHeaders.Receiver,
        WellKnownHeaders.Quality,
    }.ToFrozenDictionary(key => key, key => new HeaderPath(key), StringComparer.Ordinal);

    private readonly PathPart[] _parts;

    // The key when it has no dots; null otherwise.
    private readonly string? _only;

    private HeaderPath(string key)
    {
        _parts = PathPart.Split(key);
        _only = _parts.Length == 1 ? key : null;
    }

    internal static HeaderPath Of(string key) => WellKnown.GetValueOrDefault(key) ?? new HeaderPath(key);

    internal HeaderValue Find(in HeaderValue start)
    {
        if (_only is not null && start.AsMap() is { } map)
        {
            return Lookup(map, _only);
        }

        return TryFind(start, 0, out var found) ? found : HeaderValue.Missing;
    }

    // False when a list is too short: then nothing is found, however many other items there are.
    private bool TryFind(HeaderValue value, int part, out HeaderValue found)
    {
        for (; part < _parts.Length && !value.IsNull; part++)
        {
            if (value.Count is { } count)
            {
                if (_parts[part].Index is not { } index)
                {
                    return TryFindInItems(value, count, part, out found);
                }

                var position = index < 0 ? index + count : index;
                if (position < 0 || position >= count)
                {
                    found = default;
                    return false;
                }

                value = value.Item((int)position);
            }
            else
            {
                value = value.AsMap() is { } map ? Lookup(map, _parts[part].Name) : HeaderValue.Missing;
            }
        }

        found = value;
        return true;
    }

    private bool TryFindInItems(in HeaderValue list, int count, int part, out HeaderValue found)
    {
        var items = new HeaderValue[count];
        for (var index = 0; index < count; index++)
        {
            if (!TryFind(list.Item(index), part, out items[index]))
            {
                found = default;
                return false;
            }
        }

        found = new HeaderValue(items);
        return true;
    }

    private static HeaderValue Lookup(DataMap map, string name) =>
        map.TryGetValue(name, out var value) ? new HeaderValue(value) : HeaderValue.Missing;
}
