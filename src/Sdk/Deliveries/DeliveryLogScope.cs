using System.Collections;
using System.Globalization;

namespace Karton.Sdk.Deliveries;

/// <summary>The ids that every log line of a consumer carries.</summary>
internal sealed class DeliveryLogScope(Delivery delivery, int attempt) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 5;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("AnalysisId", delivery.Task.AnalysisId),
        1 => new("TaskId", delivery.Task.TaskId),
        2 => new("ParentId", delivery.Task.ParentId),
        3 => new("Identity", delivery.Service.Identity),
        4 => new("Attempt", attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"analysis {delivery.Task.AnalysisId} task {delivery.Task.TaskId} at {delivery.Service.Identity}, {attempt}");
}
