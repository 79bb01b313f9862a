using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Sdk.Deliveries;

/// <summary>Estimates how many bytes a task takes as JSON, rather too many than too few.</summary>
internal static class TaskSize
{
    private const int Frame = 512;
    private const int ResourceFrame = 256;
    private const int EscapedCharacter = 6;

    internal static long Estimate(KartonTask task) =>
        Frame + Estimate(task.Headers) + Estimate(task.PersistentHeaders)
        + Estimate(task.Payload) + Estimate(task.PersistentPayload);

    private static long Estimate(DataMap map)
    {
        var size = 2L;
        foreach (var (key, value) in map)
        {
            size += Estimate(key) + 2 + Estimate(value);
        }

        return size;
    }

    private static long Estimate(DataValue value) => value.Kind switch
    {
        DataKind.Null or DataKind.Boolean => 5,
        DataKind.Number => value.AsNumber()!.Text.Length,
        DataKind.Text => Estimate(value.AsString()!),
        DataKind.List => 2 + value.AsList()!.Sum(item => Estimate(item) + 1),
        DataKind.Map => Estimate(value.AsMap()!),
        _ => Estimate(value.AsResource()!),
    };

    private static long Estimate(Resource resource) =>
        ResourceFrame + Estimate(resource.Name) + ((resource.Inline?.Length ?? 0) * 4L / 3)
        + Estimate(resource.Metadata);

    private static long Estimate(string text)
    {
        var size = 2L;
        foreach (var letter in text)
        {
            size += char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '_' or '/' or ':' or '='
                ? 1
                : EscapedCharacter;
        }

        return size;
    }
}
