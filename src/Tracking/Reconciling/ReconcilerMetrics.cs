using System.Diagnostics.Metrics;

namespace Karton.Tracking.Reconciling;

/// <summary>What was found lost. In a system without accidents all stay at nought.</summary>
internal sealed class ReconcilerMetrics(IMeterFactory meters)
{
    internal const string MeterName = "Karton.Tracking";

    private readonly Meter _meter = meters.Create(MeterName);

    private Counter<long> Resent => field ??= _meter.CreateCounter<long>(
        "karton.tracking.deliveries.resent", "{delivery}", "Lost deliveries that were sent again.");

    private Counter<long> Recovered => field ??= _meter.CreateCounter<long>(
        "karton.tracking.deliveries.recovered", "{delivery}", "Deliveries that a process took over from the last one.");

    private Counter<long> Lost => field ??= _meter.CreateCounter<long>(
        "karton.tracking.deliveries.lost", "{delivery}", "Deliveries that were given up after all resends.");

    private Counter<long> Abandoned => field ??= _meter.CreateCounter<long>(
        "karton.tracking.deliveries.abandoned", "{delivery}", "Deliveries that ended because their service is gone.");

    private Counter<long> Reannounced => field ??= _meter.CreateCounter<long>(
        "karton.tracking.analyses.reannounced", "{analysis}", "Analyses whose end had to be announced again.");

    internal void AddResent(int count) => Resent.Add(count);

    internal void AddRecovered(int count) => Recovered.Add(count);

    internal void AddLost(int count) => Lost.Add(count);

    internal void AddAbandoned(int count) => Abandoned.Add(count);

    internal void AddReannounced(int count) => Reannounced.Add(count);
}
