using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Tracking.Tests.Reports;

/// <summary>Makes the tasks of an analysis, in the order in which a ledger gives them.</summary>
internal sealed class TreeOfTasks
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<TaskRecord> _records = [];
    private int _ids;

    public static DataMap Raw { get; } = new() { ["type"] = "sample", ["kind"] = "raw" };

    public TaskRecord Add(
        TaskRecord? parent, DataMap headers, Resource? sample = null, string[]? tags = null, string? skipped = null,
        params DeliveryRecord[] deliveries)
    {
        var payload = sample is null ? DataMap.Empty : new DataMap { ["sample"] = sample };
        var record = new TaskRecord
        {
            Task = new KartonTask
            {
                TaskId = Id(),
                ParentId = parent?.Task.TaskId,
                Depth = parent is null ? 0 : parent.Task.Depth + 1,
                Headers = headers,
                Payload = tags is null ? payload : new DataMap(payload) { ["tags"] = tags },
                Created = Start,
            },
            SkippedBecause = skipped,
            Deliveries = deliveries,
        };
        _records.Add(record);
        return record;
    }

    public AnalysisReport Report(
        AnalysisState state = AnalysisState.Completed, AnalysisOutcome? outcome = AnalysisOutcome.Succeeded)
    {
        var builder = new AnalysisReportBuilder();
        foreach (var record in _records)
        {
            builder.Add(record);
        }

        return builder.Build(Analysis(state, outcome));
    }

    public static AnalysisRecord Analysis(AnalysisState state, AnalysisOutcome? outcome) => new()
    {
        AnalysisId = new Guid(0xA, 0, 0, new byte[8]),
        State = state,
        Outcome = outcome,
        Counters = new AnalysisCounters { Tasks = 0, Declared = 0, Ended = 0, Crashed = 0, Refused = 0, Skipped = 0 },
        SubmittedAt = Start,
        CompletedAt = outcome is null ? null : Start.AddSeconds(1.5),
    };

    public static Resource Sample(string name, char hash, long size = 5) =>
        new() { Name = name, Sha256 = new string(hash, 64), Size = size };

    public static DataMap Recognized(string kind) =>
        new() { ["type"] = "sample", ["stage"] = "recognized", ["kind"] = kind };

    public static DeliveryRecord Finished(string identity, double seconds = 0.25) => new()
    {
        Identity = identity,
        Status = DeliveryStatus.Finished,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(seconds),
        Attempts = 1,
        Version = "1.0.0",
    };

    public static DeliveryRecord Crashed(string identity, string message) => Finished(identity) with
    {
        Status = DeliveryStatus.Crashed,
        Attempts = 3,
        Error = new DeliveryError { Reason = "error", Type = "System.IO.IOException", Message = message, Trace = "at" },
    };

    public static DeliveryRecord Refusing(string identity, params string[] reasons) => Finished(identity) with
    {
        Refusals =
        [
            .. reasons.Select(reason => new Refusal { Reason = reason, Message = $"{reason}!", Subject = "a/b" }),
        ],
    };

    private Guid Id() => new(++_ids, 0, 0, new byte[8]);
}
