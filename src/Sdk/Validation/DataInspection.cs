using System.Buffers;
using System.Text;
using FluentValidation;
using Karton.Contracts.Data;

namespace Karton.Sdk.Validation;

/// <summary>Walks through headers or a payload, measures them and stops at the first thing that is wrong.</summary>
internal struct DataInspection(bool allowsResources, IValidator<Resource> resources)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    /// <summary>The bytes of all that was looked at as compact JSON, without the contents of resources.</summary>
    internal long Size { get; private set; }

    /// <summary>The bytes of the contents of resources.</summary>
    internal long InlineSize { get; private set; }

    internal DataProblem? Inspect(DataMap map) => InspectMap(map, 1);

    private DataProblem? Inspect(DataValue value, int depth)
    {
        switch (value.Kind)
        {
            case DataKind.Text:
                Size += SizeOf(value.AsString()!);
                return null;
            case DataKind.Number:
                Size += value.AsNumber()!.Text.Length;
                return null;
            case DataKind.List:
                return InspectList(value.AsList()!, depth);
            case DataKind.Map:
                return IsMisnamedResource(value.AsMap()!)
                    ? new DataProblem(
                        $"an object with the single key {Resource.WireKey} is the JSON form of a resource. Put the "
                        + "resource itself there.")
                    : InspectMap(value.AsMap()!, depth);
            case DataKind.Resource:
                return InspectResource(value.AsResource()!, depth);
            default:
                Size += "false".Length;
                return null;
        }
    }

    private DataProblem? InspectMap(DataMap map, int depth)
    {
        if (depth > TaskLimits.MaxNesting)
        {
            return TooDeep();
        }

        Size += 2;
        foreach (var (key, value) in map)
        {
            Size += SizeOf(key) + 2;
            if (Inspect(value, depth + 1) is { } problem)
            {
                return problem.Under(key);
            }
        }

        return null;
    }

    private DataProblem? InspectList(IReadOnlyList<DataValue> list, int depth)
    {
        if (depth > TaskLimits.MaxNesting)
        {
            return TooDeep();
        }

        Size += 2 + list.Count;
        for (var i = 0; i < list.Count; i++)
        {
            if (Inspect(list[i], depth + 1) is { } problem)
            {
                return problem.Under(i);
            }
        }

        return null;
    }

    private DataProblem? InspectResource(Resource resource, int depth)
    {
        if (!allowsResources)
        {
            return new DataProblem("a resource is no header. Put it into the payload.");
        }

        var result = resources.Validate(resource);
        if (!result.IsValid)
        {
            return new DataProblem(string.Join(' ', result.Errors.Select(error => error.ErrorMessage)));
        }

        // The names around the values of its JSON form.
        const int around = 100;
        Size += around + SizeOf(resource.Name) + resource.Sha256.Length;
        InlineSize += resource.Inline?.Length ?? 0;
        return InspectMap(resource.Metadata, depth + 2)?.Under("metadata");
    }

    private static bool IsMisnamedResource(DataMap map) => map.Count == 1 && map.ContainsKey(Resource.WireKey);

    private static DataProblem TooDeep() => new(
        $"objects and lists lie in each other more than {TaskLimits.MaxNesting} deep. Make a resource of the data.");

    private static int SizeOf(string text)
    {
        const int quotes = 2;
        var size = Encoding.UTF8.GetByteCount(text) + quotes;
        var rest = text.AsSpan();
        int index;
        while ((index = rest.IndexOfAny(Escaped)) >= 0)
        {
            size += rest[index] is '"' or '\\' or '\n' or '\r' or '\t' or '\b' or '\f' ? 1 : 5;
            rest = rest[(index + 1)..];
        }

        return size;
    }
}
