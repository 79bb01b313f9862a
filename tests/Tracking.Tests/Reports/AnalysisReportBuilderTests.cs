using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using static Karton.Tracking.Tests.Reports.TreeOfTasks;

namespace Karton.Tracking.Tests.Reports;

public sealed class AnalysisReportBuilderTests
{
    private readonly TreeOfTasks _tasks = new();

    [Fact]
    public void A_classified_sample_is_one_node_with_what_the_classifier_said()
    {
        var zip = Sample("a.zip", 'a');
        var raw = _tasks.Add(null, Raw, zip, tags: ["given"], deliveries: Finished("classifier"));
        _tasks.Add(raw, Recognized("archive"), zip, tags: ["archive:zip", "given"], deliveries: Finished("unpacker"));

        var report = _tasks.Report();

        var root = report.Root!;
        Assert.Equal(("a.zip", zip.Sha256, 5), (root.Name, root.Sha256, root.Size));
        Assert.Equal("archive", root.Headers.GetString("kind"));
        Assert.Equal(["given", "archive:zip"], root.Tags);
        Assert.Equal(["classifier", "unpacker"], root.Deliveries.Select(delivery => delivery.Identity));
        Assert.Empty(root.Children);
        Assert.Equal((1, 2), (report.Samples, report.Tasks));
    }

    [Fact]
    public void What_comes_out_of_a_recognized_sample_hangs_below_its_node()
    {
        var zip = Sample("a.zip", 'a');
        var raw = _tasks.Add(null, Raw, zip);
        var archive = _tasks.Add(raw, Recognized("archive"), zip);
        var inner = Sample("x.txt", 'b');
        var rawInner = _tasks.Add(archive, Raw, inner);
        _tasks.Add(archive, Raw, Sample("y.txt", 'c'));
        _tasks.Add(rawInner, Recognized("ascii"), inner);

        var report = _tasks.Report();

        Assert.Equal(["x.txt", "y.txt"], report.Root!.Children.Select(child => child.Name));
        Assert.Equal("ascii", report.Root.Children[0].Headers.GetString("kind"));
        Assert.Equal((3, 5), (report.Samples, report.Tasks));
    }

    [Fact]
    public void A_member_with_the_bytes_of_its_archive_is_a_sample_of_its_own()
    {
        var quine = Sample("quine.zip", 'a');
        var raw = _tasks.Add(null, Raw, quine);
        var archive = _tasks.Add(raw, Recognized("archive"), quine);
        _tasks.Add(archive, Raw, quine with { Name = "inner.zip" });

        var report = _tasks.Report();

        Assert.Equal("inner.zip", Assert.Single(report.Root!.Children).Name);
        Assert.Equal(2, report.Samples);
    }

    [Fact]
    public void A_later_remark_on_a_recognized_sample_adds_tags_and_keeps_the_headers()
    {
        var exe = Sample("a.exe", 'a');
        var raw = _tasks.Add(null, Raw, exe);
        var recognized = _tasks.Add(raw, Recognized("runnable"), exe, tags: ["runnable:win32:exe"]);
        _tasks.Add(
            recognized, new DataMap { ["type"] = "sample", ["stage"] = "analyzed" }, exe, tags: ["yara:emotet"]);

        var root = _tasks.Report().Root!;

        Assert.Equal("runnable", root.Headers.GetString("kind"));
        Assert.Equal(["runnable:win32:exe", "yara:emotet"], root.Tags);
    }

    [Fact]
    public void The_latest_of_two_recognitions_is_shown()
    {
        var exe = Sample("a.exe", 'a');
        var raw = _tasks.Add(null, Raw, exe);
        _tasks.Add(raw, Recognized("dump"), exe);
        _tasks.Add(raw, Recognized("runnable"), exe);

        Assert.Equal("runnable", _tasks.Report().Root!.Headers.GetString("kind"));
    }

    [Theory]
    [InlineData("""{"type":"config","kind":"static"}""", "config:static")]
    [InlineData("""{"type":"config"}""", "config")]
    [InlineData("""{"type":5,"kind":"x"}""", "task:x")]
    [InlineData("{}", "task")]
    public void A_task_without_a_sample_is_a_node_named_by_its_headers(string headers, string name)
    {
        var root = _tasks.Add(null, Raw, Sample("a.exe", 'a'));
        _tasks.Add(root, DataMap.Parse(headers));

        var report = _tasks.Report();

        var node = Assert.Single(report.Root!.Children);
        Assert.Equal((name, null, null), (node.Name, node.Sha256, node.Size));
        Assert.Equal((1, 2), (report.Samples, report.Tasks));
    }

    [Fact]
    public void The_result_of_an_analyser_is_no_second_sample_although_it_refers_to_the_first()
    {
        var exe = Sample("a.exe", 'a');
        var root = _tasks.Add(null, Raw, exe);
        _tasks.Add(root, new DataMap { ["type"] = "analysis", ["kind"] = "drakrun" }, exe);

        var report = _tasks.Report();

        Assert.Equal("analysis:drakrun", Assert.Single(report.Root!.Children).Name);
        Assert.Equal(1, report.Samples);
    }

    [Fact]
    public void Persistent_headers_and_payload_count_as_well()
    {
        var root = _tasks.Add(null, Raw, Sample("a.exe", 'a'));
        var builder = new AnalysisReportBuilder();
        builder.Add(root with
        {
            Task = root.Task with
            {
                PersistentHeaders = new DataMap { ["quality"] = "low" },
                PersistentPayload = DataMap.Parse("""{"tags":["feed"]}"""),
            },
        });

        var node = builder.Build(Analysis(AnalysisState.Completed, AnalysisOutcome.Succeeded)).Root!;

        Assert.Equal("low", node.Headers.GetString("quality"));
        Assert.Equal(["feed"], node.Tags);
    }

    [Fact]
    public void Tags_that_are_no_strings_are_left_out()
    {
        var builder = new AnalysisReportBuilder();
        var record = _tasks.Add(null, Raw, Sample("a.exe", 'a'));
        builder.Add(record with
        {
            Task = record.Task with { Payload = DataMap.Parse("""{"tags":["x",5,null,["y"],"x"]}""") },
        });

        var node = builder.Build(Analysis(AnalysisState.Completed, AnalysisOutcome.Succeeded)).Root!;

        Assert.Equal(["x"], node.Tags);
    }

    [Fact]
    public void Crashes_refusals_and_skipped_tasks_are_counted()
    {
        var root = _tasks.Add(
            null, Raw, Sample("a.zip", 'a'), deliveries: [Crashed("one", "x"), Refusing("two", "ratio", "depth")]);
        _tasks.Add(root, Raw, Sample("b", 'b'), skipped: "over depth 64");

        var report = _tasks.Report(outcome: AnalysisOutcome.Partial);

        Assert.Equal((1, 3), (report.Crashed, report.Refused));
        Assert.Equal(["over depth 64"], report.Root!.Children[0].Skipped);
        Assert.False(report.IsClean);
    }

    [Theory]
    [InlineData(AnalysisState.Completed, AnalysisOutcome.Succeeded, true)]
    [InlineData(AnalysisState.Completed, AnalysisOutcome.Partial, false)]
    [InlineData(AnalysisState.Cancelled, AnalysisOutcome.Succeeded, false)]
    [InlineData(AnalysisState.Running, null, false)]
    public void Only_a_completed_and_succeeded_analysis_is_clean(
        AnalysisState state, AnalysisOutcome? outcome, bool isClean)
    {
        _tasks.Add(null, Raw, Sample("a.zip", 'a'));

        Assert.Equal(isClean, _tasks.Report(state, outcome).IsClean);
    }

    [Fact]
    public void A_task_whose_parent_is_unknown_hangs_below_the_root()
    {
        _tasks.Add(null, Raw, Sample("a.zip", 'a'));
        var elsewhere = new TreeOfTasks();
        elsewhere.Add(null, Raw);
        var stranger = elsewhere.Add(null, Raw);
        _tasks.Add(stranger, Raw, Sample("b", 'b'));

        Assert.Equal("b", Assert.Single(_tasks.Report().Root!.Children).Name);
    }

    [Fact]
    public void An_analysis_whose_root_has_not_been_seen_has_no_tree()
    {
        var report = _tasks.Report(AnalysisState.Submitted, outcome: null);

        Assert.Null(report.Root);
        Assert.Null(report.Duration);
        Assert.Equal(0, report.Tasks);
    }

    [Fact]
    public async Task A_report_is_read_from_the_ledger()
    {
        var root = _tasks.Add(null, Raw, Sample("a.zip", 'a'));
        var child = _tasks.Add(root, Raw, Sample("b", 'b'));

        var report = await AnalysisReportBuilder.ReadAsync(
            new OneAnalysis([root, child]), Analysis(AnalysisState.Completed, AnalysisOutcome.Succeeded),
            TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Samples);
        Assert.Equal(TimeSpan.FromSeconds(1.5), report.Duration);
    }

    private sealed class OneAnalysis(TaskRecord[] tasks) : IAnalysisReader
    {
        public IAsyncEnumerable<TaskRecord> ReadTasksAsync(Guid analysisId, CancellationToken cancellationToken) =>
            tasks.ToAsyncEnumerable();

        public Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
            Guid analysisId, Guid? after, int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<IReadOnlyList<KartonTask>> ReadRootsAsync(
            IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<AnalysisExplanation?> ExplainAsync(
            Guid analysisId, int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");

        public Task<IReadOnlyList<AnalysisRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not asked for.");
    }
}
