using System.CommandLine;
using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;
using Karton.LoadTest.Roles;
using Karton.LoadTest.Scenarios.Pipeline;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Scenarios.Store;

/// <summary>The object store on S3 alone, one transfer at a time, beside a plain PUT and GET of the same
/// file.</summary>
internal sealed class StoreScenario : IScenario
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly Option<int> Length = new("--mebibytes")
    {
        Description = "How long the file is: 1 to 1,024.",
        DefaultValueFactory = _ => 256,
    };

    static StoreScenario() => Length.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is < 1 or > 1024)
        {
            result.AddError("--mebibytes must be 1 to 1024.");
        }
    });

    public string Name => "store";

    public string Description => "A file into the object store on S3 and out of it, beside a plain PUT and GET.";

    public IReadOnlyList<Option> Options => [Length];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Engine == Engine.Embedded)
        {
            throw new LoadTestException("The embedded engine has no object store on S3. Leave --engine out.");
        }

        Site.RequireServers();
        await using var bucket = await S3Bucket.CreateAsync();
        await using var plain = await RoleProcess.StartAsync(RoleHost.PlainStore, bucket.Settings, cancellationToken);
        await using var store = await RoleProcess.StartAsync(RoleHost.Store, bucket.Settings, cancellationToken);
        using var folder = new SampleFolder();
        var times = new List<Times>();
        for (var round = -1; round < settings.Rounds; round++)
        {
            folder.Fill(1, settings.Get(Length) * Mebibyte, cancellationToken);
            var path = Directory.GetFiles(folder.Path).Single();
            var measured = await RunAsync(plain, store, path, cancellationToken);

            // In the first round code is compiled and connections are opened.
            if (round >= 0)
            {
                times.Add(measured);
            }
        }

        return ToReport(settings.Get(Length) * Mebibyte / 1e6, times, CpuClock.PeakMemoryOf(store.Id));
    }

    private static async Task<Times> RunAsync(
        RoleProcess plain, RoleProcess store, string path, CancellationToken cancellationToken)
    {
        var put = await AskAsync(plain, $"put {path}");
        var file = await AskAsync(store, $"put {path}");
        var get = await AskAsync(plain, "get");
        var read = await AskAsync(store, $"get {file.Hash}");
        await store.AskAsync($"delete {file.Hash}", cancellationToken);
        var stream = await AskAsync(store, $"put-stream {path}");
        await store.AskAsync($"delete {file.Hash}", cancellationToken);
        return new Times(put.Seconds, get.Seconds, file.Seconds, stream.Seconds, read.Seconds);

        async Task<(double Seconds, string Hash)> AskAsync(RoleProcess process, string line)
        {
            var words = (await process.AskAsync(line, cancellationToken)).Split(' ');
            return (double.Parse(words[0], CultureInfo.InvariantCulture), words[^1]);
        }
    }

    private static Report ToReport(double megabytes, List<Times> times, long peakMemory)
    {
        var report = new Report();
        var table = report.AddTable(
            $"{Show.Count(megabytes)} MB, medians of {times.Count}; peak {Show.Megabytes(peakMemory)} MB of memory",
            "",
            "MB/s",
            "plain MB/s",
            "ratio");
        Add("file", time => time.File, time => time.Put);
        Add("stream", time => time.Stream, time => time.Put);
        Add("read", time => time.Read, time => time.Get);
        Add("fileAndRead", time => time.File + time.Read, time => time.Put + time.Get);
        report.Add("peakMemoryBytes", peakMemory);
        return report;

        void Add(string name, Func<Times, double> own, Func<Times, double> plain)
        {
            var rate = times.Select(time => megabytes / own(time)).Median();
            var plainRate = times.Select(time => megabytes / plain(time)).Median();
            var ratio = times.Select(time => plain(time) / own(time)).Median();
            table.Row(name, Show.Count(rate), Show.Count(plainRate), Show.Ratio(ratio));
            report.Add($"{name}MegabytesPerSecond", rate);
            report.Add($"{name}Ratio", ratio);
        }
    }

    /// <summary>Seconds.</summary>
    private sealed record Times(double Put, double Get, double File, double Stream, double Read);
}
