using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Text;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Remembers which deliveries this process is working on, in a small mapped file, which the system keeps when the
/// process is killed. The next process so knows what was in work at the time: a sample that brings its process down
/// each time is given up, and what only stood in the queue behind it is not. Costs a few stores to memory a delivery;
/// after a power cut it may be wrong, and then something is tried once more or once less.
/// </summary>
internal sealed class InWorkJournal(IOptions<TrackingOptions> options) : IDisposable
{
    internal const int Slots = 1024;
    private const int SlotSize = 256;
    private const int IdSize = 16;
    private const int MaxIdentity = SlotSize - IdSize - 1;

    private readonly ConcurrentBag<int> _free = [];
    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;

    /// <summary>What the process before this one was working on when it ended.</summary>
    internal IReadOnlySet<(Guid TaskId, string Identity)> LeftBehind { get; private set; } =
        new HashSet<(Guid, string)>();

    /// <summary>Takes in what the last process left, and begins anew.</summary>
    internal void Open()
    {
        _file = MemoryMappedFile.CreateFromFile(
            options.Value.DatabasePath + ".inwork", FileMode.OpenOrCreate, null, Slots * SlotSize);
        _view = _file.CreateViewAccessor();
        var left = new HashSet<(Guid, string)>();
        var identity = new byte[MaxIdentity];
        for (var slot = 0; slot < Slots; slot++)
        {
            _view.Read(slot * SlotSize, out Guid taskId);
            if (taskId != Guid.Empty)
            {
                var length = Math.Min(_view.ReadByte((slot * SlotSize) + IdSize), (byte)MaxIdentity);
                _view.ReadArray((slot * SlotSize) + IdSize + 1, identity, 0, length);
                left.Add((taskId, Encoding.UTF8.GetString(identity, 0, length)));
            }

            End(slot);
        }

        LeftBehind = left;
    }

    /// <summary>Notes that work on a delivery begins; returns the slot to give to <see cref="End"/>, or
    /// <see langword="null"/> when there is no room for it.</summary>
    internal int? Begin(Guid taskId, string identity)
    {
        if (_view is null || Encoding.UTF8.GetByteCount(identity) > MaxIdentity || !_free.TryTake(out var slot))
        {
            return null;
        }

        var name = Encoding.UTF8.GetBytes(identity);
        _view.Write((slot * SlotSize) + IdSize, (byte)name.Length);
        _view.WriteArray((slot * SlotSize) + IdSize + 1, name, 0, name.Length);
        // Last, for it is what makes the slot count.
        _view.Write(slot * SlotSize, ref taskId);
        return slot;
    }

    /// <summary>Notes that work on a delivery has ended.</summary>
    internal void End(int slot)
    {
        var nothing = Guid.Empty;
        _view?.Write(slot * SlotSize, ref nothing);
        _free.Add(slot);
    }

    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}
