using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FluentValidation;
using Karton.Cli.Engine;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;
using Karton.Tracking.Reading;

namespace Karton.Cli.Tests;

/// <summary>
/// An engine that knows at once what becomes of a sample: its name says it. A name with <c>crash</c> crashes, one with
/// <c>refuse</c> is refused, one with <c>slow</c> waits until it is let go.
/// </summary>
internal sealed class FakeEngine : IAnalysisEngineFactory, IAnalysisEngine, ISampleIntake, IAnalysisReader
{
    private readonly ConcurrentDictionary<Guid, (AnalysisRecord Record, TaskRecord[] Tasks)> _analyses = new();
    private readonly List<UnfinishedAnalysis> _left = [];
    private int _ids;

    public List<EngineSettings> Started { get; } = [];

    public List<string> Opened { get; } = [];

    public List<SampleSubmission> Submitted { get; } = [];

    public FakeServices Services { get; } = new();

    /// <summary>What open analyses wait for.</summary>
    public List<OpenDeliveryRecord> WaitsFor { get; } = [];

    public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? StartFault { get; init; }

    public bool IsDisposed { get; private set; }

    public IAnalysisReader Analyses => this;

    public ISampleIntake Intake => this;

    public IReadOnlyList<UnfinishedAnalysis> Unfinished => _left;

    public Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        Started.Add(settings);
        return StartFault is null
            ? Task.FromResult<IAnalysisEngine>(this)
            : throw new EngineException(StartFault);
    }

    public Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        Opened.Add(settings.DataDirectory ?? "servers");
        return Task.FromResult<ILedgerAccess>(this);
    }

    public Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IServiceAccess>(Services);

    public async Task<Guid> SubmitAsync(
        SampleSubmission submission, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var sample = new Resource { Name = submission.Name, Sha256 = new string('a', 64), Size = copy.Length };
        return await SubmitAsync(submission, sample, cancellationToken);
    }

    public Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken)
    {
        if (submission.Name.Contains("invalid", StringComparison.Ordinal))
        {
            throw new ValidationException([new("Headers", "The header 'x' is too long.")]);
        }

        Submitted.Add(submission);
        var id = new Guid(++_ids, 0, 0, new byte[8]);
        Add(id, sample, submission.Name);
        return Task.FromResult(id);
    }

    public async Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken)
    {
        var (record, tasks) = _analyses[analysisId];
        progress.Report(record with { State = AnalysisState.Running, Outcome = null, CompletedAt = null });
        if (tasks[0].Task.Payload.GetResource("sample")!.Name.Contains("slow", StringComparison.Ordinal))
        {
            Waiting.TrySetResult();
            await LetGo.Task.WaitAsync(cancellationToken);
        }

        return record;
    }

    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        Waiting.TrySetResult();
        await Stopped.Task.WaitAsync(cancellationToken);
    }

    public Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken) =>
        Task.FromResult(_analyses.TryGetValue(analysisId, out var known) ? known.Record : null);

    public Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AnalysisRecord>>(
        [
            .. _analyses.Values.Select(known => known.Record)
                .OrderByDescending(record => record.AnalysisId)
                .Take(limit),
        ]);

    public Task<IReadOnlyList<AnalysisRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AnalysisRecord>>(
            [.. _analyses.Values.Select(known => known.Record).Where(record => record.CompletedAt is null)]);

    public Task<AnalysisExplanation?> ExplainAsync(
        Guid analysisId, int limit, CancellationToken cancellationToken) => Task.FromResult(
            _analyses.TryGetValue(analysisId, out var known)
                ? new AnalysisExplanation { Analysis = known.Record, Open = WaitsFor.Count, Deliveries = WaitsFor }
                : null);

    public async IAsyncEnumerable<TaskRecord> ReadTasksAsync(
        Guid analysisId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var task in _analyses[analysisId].Tasks)
        {
            yield return task;
        }
    }

    public Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
        Guid analysisId, Guid? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<KartonTask>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KartonTask>>([.. analysisIds.Select(id => _analyses[id].Tasks[0].Task)]);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts an analysis into the ledger.</summary>
    /// <summary>Has an earlier engine leave this sample unfinished.</summary>
    public void Leave(string name)
    {
        var id = new Guid(++_ids, 0, 0, new byte[8]);
        Add(id, new Resource { Name = name, Sha256 = new string('a', 64), Size = 1 }, name);
        _left.Add(new UnfinishedAnalysis(id, _analyses[id].Tasks[0].Task));
    }

    public void Add(Guid id, Resource sample, string what, bool isRunning = false)
    {
        var delivery = what switch
        {
            _ when what.Contains("crash", StringComparison.Ordinal) =>
                Cli.Tests.Analyses.Crashed("broken", "It broke."),
            _ when what.Contains("refuse", StringComparison.Ordinal) =>
                Cli.Tests.Analyses.Refusing("karton.unpacker", "ratio", "Too much.", "a"),
            _ => Cli.Tests.Analyses.Finished("karton.classifier", 3),
        };
        var isClean = delivery is { Error: null, Refusals.Count: 0 };
        var outcome = isClean ? AnalysisOutcome.Succeeded : AnalysisOutcome.Partial;
        var record = Cli.Tests.Analyses.Record(
            id, isRunning ? AnalysisState.Running : AnalysisState.Completed, isRunning ? null : outcome,
            ended: 1, declared: 1, crashed: delivery.Error is null ? 0 : 1, refused: delivery.Refusals.Count);
        _analyses[id] = (record,
        [
            new TaskRecord
            {
                Task = new KartonTask
                {
                    TaskId = id,
                    Headers = new DataMap { ["type"] = "sample", ["kind"] = "raw" },
                    Payload = new DataMap { ["sample"] = sample },
                },
                Deliveries = [delivery],
            },
        ]);
    }
}
