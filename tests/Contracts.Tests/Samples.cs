using System.Globalization;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Contracts.Tracking;

namespace Karton.Contracts.Tests;

/// <summary>One message of each kind with every property set, and one with the defaults.</summary>
internal static class Samples
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly Guid RootId = new("00000000-0000-0000-0000-0000000000a1");
    private static readonly Guid ChildId = new("00000000-0000-0000-0000-0000000000a2");
    private static readonly DateTimeOffset Noon =
        DateTimeOffset.Parse("2026-01-02T12:00:00.5+01:00", CultureInfo.InvariantCulture);

    /// <summary>Every message, by the name of its file.</summary>
    internal static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["task"] = Task,
        ["task.defaults"] = Root,
        ["analysis-submitted"] = Submitted,
        ["analysis-stopped"] = new AnalysisStopped { AnalysisId = RootId, State = AnalysisState.Expired },
        ["analyses-completed"] = new AnalysesCompleted
        {
            Analyses =
            [
                new AnalysisCompleted
                {
                    AnalysisId = RootId,
                    State = AnalysisState.Completed,
                    Outcome = AnalysisOutcome.Partial,
                    Counters = new AnalysisCounters
                    {
                        Tasks = 4,
                        Declared = 6,
                        Ended = 6,
                        Crashed = 1,
                        Refused = 2,
                        Skipped = 3,
                    },
                    SubmittedAt = Noon,
                    CompletedAt = Noon.AddSeconds(7),
                },
            ],
        },
        ["cancel-analysis"] = new CancelAnalysis { AnalysisId = RootId, Reason = "Not needed any more." },
        ["cancel-analysis.defaults"] = new CancelAnalysis { AnalysisId = RootId },
        ["task-outcome"] = Outcome,
        ["task-outcome.defaults"] = new TaskOutcome
        {
            AnalysisId = RootId,
            TaskId = RootId,
            Identity = "karton.classifier",
            Status = DeliveryStatus.Finished,
            StartedAt = Noon,
            EndedAt = Noon.AddSeconds(1),
        },
        ["ledger-entries"] = new LedgerEntries
        {
            Entries = [new LedgerEntry { Submitted = Submitted }, new LedgerEntry { Outcome = Outcome }],
        },
        ["service-heartbeat"] = new ServiceHeartbeat
        {
            Identity = "karton.classifier",
            Instance = "host-1",
            Version = "1.2.3",
            Description = "Names the kind of a sample.",
            Filters = DataValue.Parse("""[{"type": "sample", "kind": "raw"}]"""),
            IsPersistent = false,
            Concurrency = 4,
            StartedAt = Noon,
            SentAt = Noon.AddSeconds(5),
            IdleSince = Noon.AddSeconds(3),
            IsStopping = true,
            InWork = [new DeliveryInWork { AnalysisId = RootId, TaskId = ChildId, StartedAt = Noon.AddSeconds(1) }],
        },
        ["service-replaced"] = new ServiceReplaced
        {
            Identity = "karton.classifier",
            Filters = DataValue.Parse("""[{"type": "sample", "kind": "raw"}]"""),
            StartedAt = Noon,
            Version = "1.2.3",
        },
    };

    private static KartonTask Task => new()
    {
        TaskId = ChildId,
        AnalysisId = RootId,
        ParentId = RootId,
        Origin = "karton.classifier",
        Depth = 1,
        Headers = new DataMap
        {
            ["type"] = "sample",
            ["kind"] = "runnable",
            ["origin"] = "karton.classifier",
            ["score"] = 1.5,
            ["signed"] = false,
            ["parent"] = DataValue.Null,
            ["tags"] = new[] { "exe", "pa\"cked" },
        },
        PersistentHeaders = new DataMap { ["quality"] = "high" },
        Payload = new DataMap
        {
            ["sample"] = new Resource
            {
                Name = "Rechnung für 中.exe",
                Sha256 = Hash,
                Size = 5_000_000_000,
                Address = new Uri($"urn:sha256:{Hash}"),
                Metadata = new DataMap { ["mime"] = "application/x-dosexec" },
            },
            ["dump"] = new DataMap
            {
                ["parts"] = new DataValue[]
                {
                    "head",
                    new Resource
                    {
                        Name = "dump",
                        Sha256 = Hash,
                        Size = 4,
                        Inline = new byte[] { 0, 1, 254, 255 },
                        IsDirectory = true,
                    },
                },
            },
            ["key"] = DataValue.Number("123456789012345678901234567890"),
            ["text"] = "\0\u001b<>&'+\u2028 \ud83d\ude00",
        },
        PersistentPayload = new DataMap { ["source"] = "mail" },
        Priority = TaskPriority.High,
        Deadline = Noon.AddHours(1),
        Created = Noon,
    };

    private static KartonTask Root => new()
    {
        TaskId = RootId,
        Headers = new DataMap { ["type"] = "sample" },
        Created = Noon,
    };

    private static AnalysisSubmitted Submitted => new()
    {
        Task = Root,
        Budget = new AnalysisBudget { MaxTasks = 1000, MaxDepth = 8 },
    };

    private static TaskOutcome Outcome => new()
    {
        AnalysisId = RootId,
        TaskId = RootId,
        Identity = "karton.unpacker",
        Generation = 1,
        Status = DeliveryStatus.Crashed,
        StartedAt = Noon,
        EndedAt = Noon.AddSeconds(2),
        Attempts = 3,
        Instance = "host-1",
        Version = "1.2.3",
        Reason = "It failed three times.",
        Error = new DeliveryError
        {
            Reason = "error",
            Type = "System.IO.InvalidDataException",
            Message = "The archive is damaged.",
            Trace = "at Unpack()",
        },
        Children = [Task],
        Refusals = [new Refusal { Reason = "ratio", Message = "One byte became 4,000.", Subject = "../bomb" }],
        Part = 1,
        Parts = 2,
    };
}
