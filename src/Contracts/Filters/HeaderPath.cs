using Karton.Contracts.Data;

namespace Karton.Contracts.Filters;

/// <summary>
/// A key of a filter, such as <c>type</c> or <c>report.scores.0</c>: each part goes one object or list deeper. A part
/// that is no number goes into every item of a list. Null has whatever is asked of it: null.
/// </summary>
internal sealed class HeaderPath
{
    private readonly PathPart[] _parts;

    internal HeaderPath(string key) => _parts = PathPart.Split(key);

    internal HeaderValue Find(in HeaderValue start)
    {
        if (_parts.Length == 1 && start.AsMap() is { } map)
        {
            return Lookup(map, _parts[0]);
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
                value = value.AsMap() is { } map ? Lookup(map, _parts[part]) : HeaderValue.Missing;
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

    private static HeaderValue Lookup(DataMap map, PathPart part) =>
        map.TryGetValue(part.Name, out var value) ? new HeaderValue(value) : HeaderValue.Missing;
}
