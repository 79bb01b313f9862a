using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;

namespace Karton.Cli.Progress;

/// <summary>How far a run of many analyses has come, put together from what is known of each.</summary>
internal sealed class RunProgress(int files, TimeProvider time)
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, (string Name, AnalysisRecord? Latest)> _running = [];
    private readonly Queue<(long At, long Ended)> _rates = new();
    private int _files = files;
    private long _ended;
    private long _declared;
    private int _crashed;
    private int _refused;
    private int _done;

    public void Submitted(Guid analysisId, string name)
    {
        lock (_lock)
        {
            _running.TryAdd(analysisId, (name, null));
        }
    }

    public void Resumed(Guid analysisId, string name)
    {
        lock (_lock)
        {
            _files++;
            _running.TryAdd(analysisId, (name, null));
        }
    }

    public void Observed(AnalysisRecord analysis)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(analysis.AnalysisId, out var known))
            {
                return;
            }

            Count(known.Latest, analysis);
            if (analysis.State is AnalysisState.Submitted or AnalysisState.Running)
            {
                _running[analysis.AnalysisId] = known with { Latest = analysis };
            }
            else
            {
                _running.Remove(analysis.AnalysisId);
                _done++;
            }
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            _done++;
        }
    }

    /// <summary>Where it stands now.</summary>
    /// <param name="most">The most running analyses to name.</param>
    public RunSnapshot Take(int most)
    {
        lock (_lock)
        {
            return new RunSnapshot
            {
                Files = _files,
                Done = _done,
                Ended = _ended,
                Declared = _declared,
                Crashed = _crashed,
                Refused = _refused,
                PerSecond = Rate(),
                Running =
                [
                    .. _running.Values.Take(most).Select(analysis => new RunningAnalysis(
                        analysis.Name, analysis.Latest?.Counters.Ended ?? 0, analysis.Latest?.Counters.Declared ?? 0)),
                ],
                AlsoRunning = Math.Max(0, _running.Count - most),
            };
        }
    }

    private void Count(AnalysisRecord? before, AnalysisRecord now)
    {
        _ended += now.Counters.Ended - (before?.Counters.Ended ?? 0);
        _declared += now.Counters.Declared - (before?.Counters.Declared ?? 0);
        _crashed += now.Counters.Crashed - (before?.Counters.Crashed ?? 0);
        _refused += now.Counters.Refused + now.Counters.Skipped
            - (before is null ? 0 : before.Counters.Refused + before.Counters.Skipped);
    }

    private double Rate()
    {
        var now = time.GetTimestamp();
        _rates.Enqueue((now, _ended));
        while (_rates.Count > 2 && time.GetElapsedTime(_rates.Peek().At, now) > RateWindow)
        {
            _rates.Dequeue();
        }

        var (at, ended) = _rates.Peek();
        var elapsed = time.GetElapsedTime(at, now).TotalSeconds;
        return elapsed > 0 ? (_ended - ended) / elapsed : 0;
    }
}
