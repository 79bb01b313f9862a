using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;

namespace Karton.Tracking.Reports;

/// <summary>
/// Folds the tasks of an analysis into the tree of its samples, in one pass. Of a task only what the report shows is
/// kept: contents that travel inside tasks are let go.
/// </summary>
public sealed class AnalysisReportBuilder
{
    private const string SampleKey = "sample";
    private const string TagsKey = "tags";
    private const string Recognized = "recognized";

    private readonly Dictionary<Guid, SampleNode> _nodes = [];
    private SampleNode? _root;
    private int _samples;
    private int _tasks;
    private int _crashed;
    private int _refused;

    /// <summary>Reads an analysis from the ledger.</summary>
    public static async Task<AnalysisReport> ReadAsync(
        IAnalysisReader reader, AnalysisRecord analysis, CancellationToken cancellationToken)
    {
        var builder = new AnalysisReportBuilder();
        await foreach (var task in reader.ReadTasksAsync(analysis.AnalysisId, cancellationToken))
        {
            builder.Add(task);
        }

        return builder.Build(analysis);
    }

    /// <summary>Adds the next task. A parent is added before its children; a task whose parent is not known hangs
    /// below the root.</summary>
    public void Add(TaskRecord record)
    {
        var parent = record.Task.ParentId is { } id && _nodes.TryGetValue(id, out var node) ? node : _root;
        var own = Place(record.Task, parent);
        _nodes[record.Task.TaskId] = own;

        foreach (var tag in Find(record.Task, TagsKey).AsList() ?? [])
        {
            if (tag.AsString() is { } text)
            {
                own.AddTag(text);
            }
        }

        own.AddDeliveries(record.Deliveries);
        if (record.SkippedBecause is { } reason)
        {
            own.AddSkipped(reason);
            _refused++;
        }

        _tasks++;
        _crashed += record.Deliveries.Count(delivery => delivery.Status == DeliveryStatus.Crashed);
        _refused += record.Deliveries.Sum(delivery => delivery.Refusals.Count);
    }

    /// <summary>The report of what was added.</summary>
    public AnalysisReport Build(AnalysisRecord analysis) => new()
    {
        AnalysisId = analysis.AnalysisId,
        State = analysis.State,
        Outcome = analysis.Outcome,
        Samples = _samples,
        Tasks = _tasks,
        Crashed = _crashed,
        Refused = _refused,
        Duration = analysis.CompletedAt - analysis.SubmittedAt,
        Root = _root,
    };

    private SampleNode Place(KartonTask task, SampleNode? parent)
    {
        var sample = Find(task, SampleKey).AsResource();
        var headers = task.EffectiveHeaders;
        if (sample is null || parent is null || sample.Sha256 != parent.Sha256)
        {
            return Attach(NewNode(sample, headers), parent);
        }

        // From here on it is a task about the sample of its parent.
        if (headers.GetString(WellKnownHeaders.Type) != SampleKey)
        {
            return Attach(NewNode(sample: null, headers), parent);
        }

        if (!headers.ContainsKey(WellKnownHeaders.Stage))
        {
            return Attach(NewNode(sample, headers), parent);
        }

        if (IsRecognized(headers) || !IsRecognized(parent.Headers))
        {
            parent.Headers = headers;
        }

        return parent;
    }

    private SampleNode Attach(SampleNode node, SampleNode? parent)
    {
        parent?.AddChild(node);
        _root ??= node;
        return node;
    }

    private SampleNode NewNode(Resource? sample, DataMap headers)
    {
        if (sample is null)
        {
            return new SampleNode(NameOf(headers), sha256: null, size: null, headers);
        }

        _samples++;
        return new SampleNode(sample.Name, sample.Sha256, sample.Size, headers);
    }

    private static string NameOf(DataMap headers)
    {
        var type = headers.GetString(WellKnownHeaders.Type) ?? "task";
        return headers.GetString(WellKnownHeaders.Kind) is { } kind ? $"{type}:{kind}" : type;
    }

    private static bool IsRecognized(DataMap headers) => headers.GetString(WellKnownHeaders.Stage) == Recognized;

    private static DataValue Find(KartonTask task, string key) =>
        task.PersistentPayload.TryGetValue(key, out var value) || task.Payload.TryGetValue(key, out value)
            ? value
            : default;
}
