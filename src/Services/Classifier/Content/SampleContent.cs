namespace Karton.Services.Classifier.Content;

/// <summary>
/// What is looked at to classify a sample: its name, its length, its first bytes and, where the store can seek, its
/// last. A sample of any size costs the same memory.
/// </summary>
internal sealed class SampleContent
{
    private readonly ReadOnlyMemory<byte> _tail;
    private readonly Lazy<IReadOnlyList<string>> _zipEntries;
    private readonly Lazy<CompoundFile?> _compoundFile;

    /// <param name="name">The sample's name; it comes from outside.</param>
    /// <param name="head">The first bytes: all of them when there are no more than <paramref name="length"/>.</param>
    /// <param name="tail">The last bytes, if they could be had and are not in the head.</param>
    /// <param name="length">The length of the whole sample.</param>
    public SampleContent(string name, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail, long length)
    {
        Extension = FileNames.ExtensionOf(name);
        Head = head;
        Length = length;
        _tail = tail;
        _zipEntries = new(() => ZipDirectory.ReadNames(this), LazyThreadSafetyMode.None);
        _compoundFile = new(() => CompoundFile.TryRead(Head.Span), LazyThreadSafetyMode.None);
    }

    /// <summary>The extension of the name, lower case and without a dot; empty when it has none.</summary>
    public string Extension { get; }

    public ReadOnlyMemory<byte> Head { get; }

    public long Length { get; }

    /// <summary>Whether the head is the whole sample.</summary>
    public bool IsComplete => Head.Length == Length;

    /// <summary>The last bytes as far as they are known; empty when they are not.</summary>
    public ReadOnlySpan<byte> End => IsComplete ? Head.Span : _tail.Span;

    /// <summary>The names in a zip, as far as they can be seen; empty when it is none.</summary>
    public IReadOnlyList<string> ZipEntries => _zipEntries.Value;

    /// <summary>The directory of an OLE2 compound file; <see langword="null"/> when it is none.</summary>
    public CompoundFile? CompoundFile => _compoundFile.Value;
}
