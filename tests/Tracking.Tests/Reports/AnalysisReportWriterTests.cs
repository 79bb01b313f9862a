using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using static Karton.Tracking.Tests.Reports.TreeOfTasks;

namespace Karton.Tracking.Tests.Reports;

public sealed class AnalysisReportWriterTests
{
    private readonly TreeOfTasks _tasks = new();

    [Fact]
    public async Task A_report_is_one_line_with_every_documented_field()
    {
        var zip = Sample("a.zip", 'a', size: 120);
        var root = _tasks.Add(null, Raw, zip, deliveries: Finished("karton.classifier", seconds: 0.0125));
        var archive = _tasks.Add(
            root, Recognized("archive"), zip, tags: ["archive:zip"],
            deliveries: [Refusing("karton.unpacker", "ratio"), Crashed("other", "disk full")]);
        _tasks.Add(archive, Raw, Sample("b", 'b'), skipped: "over depth 64");

        var json = await WriteAsync(_tasks.Report(outcome: AnalysisOutcome.Partial));

        Assert.Equal(Unindented("""
            {
              "version": 1, "file": "a.zip", "analysisId": "0000000a-0000-0000-0000-000000000000",
              "state": "completed", "outcome": "partial", "samples": 2, "tasks": 3, "crashed": 1, "refused": 2,
              "seconds": 1.5,
              "tree": {
                "name": "a.zip", "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "size": 120, "headers": { "type": "sample", "stage": "recognized", "kind": "archive" },
                "tags": ["archive:zip"],
                "deliveries": [
                  { "identity": "karton.classifier", "version": "1.0.0", "status": "finished", "seconds": 0.0125,
                    "attempts": 1, "reason": null, "error": null, "refusals": [] },
                  { "identity": "karton.unpacker", "version": "1.0.0", "status": "finished", "seconds": 0.25,
                    "attempts": 1, "reason": null, "error": null,
                    "refusals": [{ "reason": "ratio", "message": "ratio!", "subject": "a/b" }] },
                  { "identity": "other", "version": "1.0.0", "status": "crashed", "seconds": 0.25, "attempts": 3,
                    "reason": null,
                    "error": { "reason": "error", "type": "System.IO.IOException", "message": "disk full" },
                    "refusals": [] }
                ],
                "skipped": [],
                "children": [
                  { "name": "b", "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                    "size": 5, "headers": { "type": "sample", "kind": "raw" }, "tags": [], "deliveries": [],
                    "skipped": ["over depth 64"], "children": [] }
                ]
              }
            }
            """) + "\n", json);
    }

    [Fact]
    public async Task What_is_not_known_yet_is_null()
    {
        var nothing = await WriteAsync(_tasks.Report(AnalysisState.Submitted, outcome: null));
        _tasks.Add(null, new DataMap { ["type"] = "config" }, deliveries: new DeliveryRecord { Identity = "open" });
        var running = await WriteAsync(_tasks.Report(AnalysisState.Running, outcome: null));

        Assert.Equal(Unindented("""
            { "version": 1, "file": null, "analysisId": "0000000a-0000-0000-0000-000000000000", "state": "submitted",
              "outcome": null, "samples": 0, "tasks": 0, "crashed": 0, "refused": 0, "seconds": null, "tree": null }
            """) + "\n", nothing);
        Assert.EndsWith(Unindented("""
            { "tree": { "name": "config", "sha256": null, "size": null, "headers": { "type": "config" }, "tags": [],
                "deliveries": [{ "identity": "open", "version": null, "status": null, "seconds": null, "attempts": 0,
                  "reason": null, "error": null, "refusals": [] }],
                "skipped": [], "children": [] } }
            """)[1..] + "\n", running, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryStatus.Finished, "finished")]
    [InlineData(DeliveryStatus.Crashed, "crashed")]
    [InlineData(DeliveryStatus.Cancelled, "cancelled")]
    [InlineData(DeliveryStatus.Expired, "expired")]
    [InlineData(DeliveryStatus.Rejected, "rejected")]
    [InlineData(DeliveryStatus.Skipped, "skipped")]
    [InlineData(DeliveryStatus.Abandoned, "abandoned")]
    public async Task Each_status_has_its_word(DeliveryStatus status, string word)
    {
        _tasks.Add(null, Raw, Sample("a", 'a'), deliveries: Finished("x") with { Status = status });

        Assert.Contains($"\"status\":\"{word}\"", await WriteAsync(_tasks.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_values_are_written_as_they_are()
    {
        const string headers = """{"a":123456789012345678901234567890,"b":1e3,"c":[true,null,{"d":0.10}]}""";
        _tasks.Add(null, DataMap.Parse(headers), Sample("a", 'a'));

        Assert.Contains($"\"headers\":{headers},", await WriteAsync(_tasks.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_ended_before_it_began_took_no_time()
    {
        _tasks.Add(null, Raw, Sample("a", 'a'), deliveries: Finished("x", seconds: -3));

        Assert.Contains("\"seconds\":0,\"attempts\"", await WriteAsync(_tasks.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_stays_on_one_line_of_printable_ASCII_and_keeps_its_value()
    {
        var hostile = Gen.OneOf(
            Gen.Char.Array[0, 40].Select(chars => new string(chars)),
            Gen.OneOf("\u001b[2J", "\r\n", "\u202e", "\u2066", "\0", "\u007f", "\u0085", "\u2028", "<script>",
                "\ud800", "\U000E0041", "\"\\", "{\"a\":1}"));

        await hostile.Array[6, 6].SampleAsync(
            async texts =>
            {
                var tasks = new TreeOfTasks();
                tasks.Add(
                    null, new DataMap { ["kind"] = texts[0], ["x" + texts[1]] = texts[1] },
                    Sample(texts[2], 'a'), tags: [texts[3]], skipped: texts[4],
                    deliveries: Crashed("x", texts[5]));

                var json = await WriteAsync(tasks.Report());

                Assert.All(json[..^1], letter => Assert.InRange(letter, ' ', '~'));
                using var read = JsonDocument.Parse(json);
                Assert.Equal(
                    WithoutLoneSurrogates(texts[2]),
                    read.RootElement.GetProperty("tree").GetProperty("name").GetString());
            },
            iter: 300);
    }

    [Fact]
    public async Task A_deep_and_wide_tree_of_100_000_tasks_is_written_in_small_pieces()
    {
        var last = _tasks.Add(null, Raw, Sample("root", 'a'));
        for (var depth = 1; depth < 50_000; depth++)
        {
            last = _tasks.Add(last, Raw, Sample(depth.ToString(CultureInfo.InvariantCulture), 'b'));
        }

        for (var child = 50_000; child < 100_000; child++)
        {
            _tasks.Add(last, Raw, Sample("leaf", 'c'));
        }

        var report = _tasks.Report();
        var output = new CountingStream();
        await AnalysisReportWriter.WriteAsync(output, report, TestContext.Current.CancellationToken);

        Assert.Equal(100_000, report.Samples);
        Assert.True(output.Length > 10_000_000, $"Only {output.Length} bytes were written.");
        Assert.InRange(output.LargestPiece, 1, 256 * 1024);
    }

    private static async Task<string> WriteAsync(AnalysisReport report)
    {
        using var output = new MemoryStream();
        await AnalysisReportWriter.WriteAsync(output, report, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Unindented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document);
    }

    private static string WithoutLoneSurrogates(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private sealed class CountingStream : MemoryStream
    {
        public int LargestPiece { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestPiece = Math.Max(LargestPiece, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
