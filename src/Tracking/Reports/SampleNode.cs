using Karton.Contracts.Data;
using Karton.Tracking.Reading;

namespace Karton.Tracking.Reports;

/// <summary>
/// A sample in the tree of an analysis, with all that was done to it; or a thing that is no sample, such as an
/// extracted config. Several tasks about the same sample are one node.
/// </summary>
public sealed class SampleNode
{
    private readonly List<string> _tags = [];
    private readonly HashSet<string> _knownTags = new(StringComparer.Ordinal);
    private readonly List<DeliveryRecord> _deliveries = [];
    private readonly List<string> _skipped = [];
    private readonly List<SampleNode> _children = [];

    internal SampleNode(string name, string? sha256, long? size, DataMap headers) =>
        (Name, Sha256, Size, Headers) = (name, sha256, size, headers);

    /// <summary>What the sample is called: any text, for it comes from the sample. A thing that is no sample is called
    /// by its type and kind, such as <c>config:static</c>.</summary>
    public string Name { get; }

    /// <summary>The hash of the sample; <see langword="null"/> when this is no sample.</summary>
    public string? Sha256 { get; }

    /// <summary>The length of the sample in bytes; <see langword="null"/> when this is no sample.</summary>
    public long? Size { get; }

    /// <summary>The headers of the task that says most about it: the latest one, but a recognized one before any
    /// other.</summary>
    public DataMap Headers { get; internal set; }

    /// <summary>The tags of all its tasks, each once, in the order in which they came up.</summary>
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>The deliveries of all its tasks, in the order of the tasks.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries => _deliveries;

    /// <summary>Why tasks of it were given to no service, one reason a task.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>What came out of it.</summary>
    public IReadOnlyList<SampleNode> Children => _children;

    internal void AddTag(string tag)
    {
        if (_knownTags.Add(tag))
        {
            _tags.Add(tag);
        }
    }

    internal void AddDeliveries(IEnumerable<DeliveryRecord> deliveries) => _deliveries.AddRange(deliveries);

    internal void AddSkipped(string reason) => _skipped.Add(reason);

    internal void AddChild(SampleNode child) => _children.Add(child);
}
