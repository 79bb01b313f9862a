using Karton.Contracts.Analyses;

namespace Karton.Sdk.Stopping;

/// <summary>The analyses that were stopped of late, so that what is still queued of them is dropped. Bounded: the
/// oldest is forgotten first, which costs no more than work done in vain.</summary>
internal sealed class StoppedAnalyses
{
    internal const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, AnalysisState> _stopped = [];
    private readonly Queue<Guid> _order = [];
    private volatile bool _any;

    internal void Add(Guid analysisId, AnalysisState state)
    {
        lock (_lock)
        {
            _any = true;
            if (!_stopped.TryAdd(analysisId, state))
            {
                _stopped[analysisId] = state;
                return;
            }

            _order.Enqueue(analysisId);
            if (_order.Count > Most)
            {
                _stopped.Remove(_order.Dequeue());
            }
        }
    }

    internal AnalysisState? Find(Guid analysisId)
    {
        if (!_any)
        {
            return null;
        }

        lock (_lock)
        {
            return _stopped.TryGetValue(analysisId, out var state) ? state : null;
        }
    }
}
