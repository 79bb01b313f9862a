using System.CommandLine;
using Karton.LoadTest.Processes;
using Karton.LoadTest.Reporting;
using Karton.LoadTest.Roles;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>Archives through classifier and unpacker, beside moving the same bytes to the same server and back by
/// presigned addresses.</summary>
internal sealed class PipelineScenario : IScenario
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * 1024;
    private const int LargestMebibytes = 1024;

    private static readonly Option<int[]> Sizes = new("--kibibytes")
    {
        Description = "How long the contents are; several sizes are measured one after another.",
        DefaultValueFactory = _ => [1, 1024, 64 * 1024],
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Volume = new("--mebibytes")
    {
        Description = "How much a round has of each size, with 4 files at least and 1,000 at most.",
        DefaultValueFactory = _ => 256,
    };

    private static readonly Option<int> AtOnce = new("--in-flight")
    {
        Description = "How many files are handed in at once, or moved at once.",
        DefaultValueFactory = _ => 16,
    };

    static PipelineScenario() => Sizes.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int[]>().Any(size => size is < 1 or > LargestMebibytes * Kibibyte))
        {
            result.AddError($"--kibibytes must be 1 to {LargestMebibytes * Kibibyte}.");
        }
    });

    public string Name => "pipeline";

    public string Description => "Archives through classifier and unpacker, beside a plain PUT and GET.";

    public IReadOnlyList<Option> Options => [Sizes, Volume, AtOnce];

    public async Task<Report> RunAsync(ScenarioSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Engine == Engine.Embedded)
        {
            await using var embedded = await Installation.StartAsync(cancellationToken);
            return await MeasureAsync(settings, new Rounds(embedded, new Dictionary<string, int>()), cancellationToken);
        }

        await using var site = await Site.CreateAsync();
        await using var bucket = await S3Bucket.CreateAsync();
        await using var plain = await RoleProcess.StartAsync(RoleHost.PlainStore, bucket.Settings, cancellationToken);
        await using var installation = await Installation.StartAsync(site, bucket, cancellationToken);
        var rounds = new Rounds(installation, Site.ServerProcesses(), plain, bucket);
        return await MeasureAsync(settings, rounds, cancellationToken);
    }

    private static async Task<Report> MeasureAsync(
        ScenarioSettings settings, Rounds rounds, CancellationToken cancellationToken)
    {
        var report = new Results(settings.Rounds);
        foreach (var size in settings.Get(Sizes))
        {
            var load = LoadOf(size * Kibibyte, settings);
            await rounds.RunAsync(load, plainFirst: false, cancellationToken);
            for (var round = 0; round < settings.Rounds; round++)
            {
                report.Add(load, await rounds.RunAsync(load, plainFirst: round % 2 == 1, cancellationToken));
            }
        }

        return report.ToReport(rounds.PeakMemory());
    }

    private static Load LoadOf(int size, ScenarioSettings settings)
    {
        const int FewestFiles = 4;
        const int MostFiles = 1000;

        var files = Math.Clamp((long)settings.Get(Volume) * Mebibyte / size, FewestFiles, MostFiles);
        return new Load(size, (int)files, settings.Get(AtOnce));
    }
}
