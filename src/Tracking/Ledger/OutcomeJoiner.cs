using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Ledger;

/// <summary>
/// Joins outcomes that come in several messages, in any order. Two attempts at one delivery may cut their children
/// differently, so only parts of the same number of parts belong together.
/// </summary>
internal sealed class OutcomeJoiner
{
    private readonly Dictionary<(DeliveryKey Key, int Parts), SortedDictionary<int, TaskOutcome>> _seen = [];
    private readonly HashSet<DeliveryKey> _stored = [];
    private readonly List<OutcomePartRow> _added = [];

    /// <summary>The deliveries of which the database holds parts.</summary>
    internal IReadOnlyCollection<DeliveryKey> Stored => _stored;

    /// <summary>The parts that the database does not hold.</summary>
    internal IReadOnlyCollection<OutcomePartRow> Added => _added;

    internal void Load(IEnumerable<OutcomePartRow> rows)
    {
        foreach (var row in rows)
        {
            var key = new DeliveryKey(row.AnalysisId, row.TaskId, row.Identity, row.Generation);
            _stored.Add(key);
            PartsOf(key, row.Parts).Add(row.Part, LedgerJson.Read<TaskOutcome>(row.Body));
        }
    }

    /// <summary>The whole outcome when this part was the last that was missing; otherwise <see
    /// langword="null"/>.</summary>
    internal TaskOutcome? Join(TaskOutcome part)
    {
        if (part.Parts == 1)
        {
            return part;
        }

        var key = new DeliveryKey(part.AnalysisId, part.TaskId, part.Identity, part.Generation);
        var seen = PartsOf(key, part.Parts);
        if (seen.TryAdd(part.Part, part))
        {
            _added.Add(new OutcomePartRow
            {
                AnalysisId = key.AnalysisId,
                TaskId = key.TaskId,
                Identity = key.Identity,
                Generation = key.Generation,
                Parts = part.Parts,
                Part = part.Part,
                Body = LedgerJson.Write(part),
            });
        }

        return seen.Count < part.Parts
            ? null
            : seen[part.Parts - 1] with { Refusals = [.. seen.Values.SelectMany(one => one.Refusals)] };
    }

    private SortedDictionary<int, TaskOutcome> PartsOf(DeliveryKey key, int parts)
    {
        if (!_seen.TryGetValue((key, parts), out var seen))
        {
            seen = [];
            _seen.Add((key, parts), seen);
        }

        return seen;
    }
}
