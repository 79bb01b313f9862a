using System.Runtime.ExceptionServices;
using SharpCompress.Archives.Rar;
using SharpCompress.Common;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>The members of a rar. The library's forward reader fails on links.</summary>
internal sealed class RarMembers : IMemberReader
{
    private RarArchive? _archive;
    private readonly List<RarArchiveEntry> _entries = [];
    private readonly Exception? _failure;
    private int _index = -1;
    private bool _isAbandoned;

    public RarMembers(RarArchive archive)
    {
        _archive = archive;
        try
        {
            // All at once: the library lists them by the position of the stream that their contents are read from, too.
            foreach (var entry in archive.Entries)
            {
                _entries.Add(entry);
            }

            IsSolid = _entries.Count > 0 && archive.IsSolid;
        }
        catch (Exception exception)
        {
            // Whatever a damaged list makes the library throw comes after the members that were found before.
            _failure = exception;
        }
    }

    public IEntry Current => _entries[_index];

    // A size that is not known is the largest number there is.
    public long? Size => Current.Size is >= 0 and < long.MaxValue and var size ? size : null;

    public bool IsSolid { get; }

    public bool IsRandomAccess => true;

    public bool MoveNext()
    {
        if (++_index < _entries.Count)
        {
            return true;
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return false;
    }

    public Stream Open() => _entries[_index].OpenEntryStream();

    public void Abandon() => _isAbandoned = true;

    public void Dispose()
    {
        if (!_isAbandoned)
        {
            _archive?.Dispose();
            return;
        }

        // Damaged data of rar 4 may ask for a PPMd model of 256 MiB in the middle, where nobody sees it coming.
        // Disposing would double that, to clear it, and keep it in a pool; the collector frees it.
        _archive = null;
        _entries.Clear();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
