using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Tests;

/// <summary>Makes the tasks, records and reports of analyses.</summary>
internal sealed class Analyses
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private int _ids;

    public List<TaskRecord> Tasks { get; } = [];

    /// <summary>Adds a raw sample and, with a kind, what a classifier makes of it.</summary>
    /// <returns>The task that children hang on.</returns>
    public TaskRecord Sample(
        TaskRecord? parent, string name, long size, char hash, string? kind = null, string[]? tags = null,
        params DeliveryRecord[] deliveries)
    {
        var sample = new Resource { Name = name, Sha256 = new string(hash, 64), Size = size };
        var headers = new DataMap { ["type"] = "sample", ["kind"] = "raw" };
        var raw = Add(parent, headers, sample, tags: null, skipped: null, Finished("karton.classifier", 3));
        if (kind is null)
        {
            return raw;
        }

        var words = kind.Split(' ');
        headers = new DataMap { ["type"] = "sample", ["stage"] = "recognized", ["kind"] = words[0] };
        headers = words.Length > 2 ? new DataMap(headers) { ["platform"] = words[1] } : headers;
        headers = words.Length > 1 ? new DataMap(headers) { ["extension"] = words[^1] } : headers;
        return Add(raw, headers, sample, tags, skipped: null, deliveries);
    }

    public TaskRecord Add(
        TaskRecord? parent, DataMap headers, Resource? sample, string[]? tags, string? skipped,
        params DeliveryRecord[] deliveries)
    {
        var payload = sample is null ? DataMap.Empty : new DataMap { ["sample"] = sample };
        var record = new TaskRecord
        {
            Task = new KartonTask
            {
                TaskId = new Guid(++_ids, 0, 0, new byte[8]),
                ParentId = parent?.Task.TaskId,
                Headers = headers,
                Payload = tags is null ? payload : new DataMap(payload) { ["tags"] = tags },
                Created = Start,
            },
            SkippedBecause = skipped,
            Deliveries = deliveries,
        };
        Tasks.Add(record);
        return record;
    }

    public AnalysisReport Report(
        AnalysisState state = AnalysisState.Completed, AnalysisOutcome? outcome = AnalysisOutcome.Succeeded)
    {
        var builder = new AnalysisReportBuilder();
        foreach (var task in Tasks)
        {
            builder.Add(task);
        }

        return builder.Build(Record(new Guid(0xA, 0, 0, new byte[8]), state, outcome));
    }

    public static AnalysisRecord Record(
        Guid id, AnalysisState state, AnalysisOutcome? outcome, int ended = 0, int declared = 0, int crashed = 0,
        int refused = 0, int skipped = 0) => new()
        {
            AnalysisId = id,
            State = state,
            Outcome = outcome,
            Counters = new AnalysisCounters
            {
                Tasks = declared,
                Declared = declared,
                Ended = ended,
                Crashed = crashed,
                Refused = refused,
                Skipped = skipped,
            },
            SubmittedAt = Start,
            CompletedAt = outcome is null ? null : Start.AddSeconds(1.5),
        };

    public static DeliveryRecord Finished(string identity, int milliseconds) => new()
    {
        Identity = identity,
        Status = DeliveryStatus.Finished,
        StartedAt = Start,
        EndedAt = Start.AddMilliseconds(milliseconds),
        Attempts = 1,
    };

    public static DeliveryRecord Crashed(string identity, string message, int attempts = 1) =>
        Finished(identity, 40) with
        {
            Status = DeliveryStatus.Crashed,
            Attempts = attempts,
            Error = new DeliveryError { Reason = "error", Type = "System.IO.IOException", Message = message },
        };

    public static DeliveryRecord Refusing(string identity, string reason, string message, string? subject) =>
        Finished(identity, 40) with
        {
            Refusals = [new Refusal { Reason = reason, Message = message, Subject = subject }],
        };
}
