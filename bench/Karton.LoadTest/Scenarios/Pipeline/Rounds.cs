using System.Globalization;
using Karton.LoadTest.Processes;
using Karton.Tests.Servers;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>Measures both sides in turn, each with the same files, which are new in each round.</summary>
/// <param name="installation">Karton.</param>
/// <param name="servers">The servers' processes, each by its name.</param>
/// <param name="plain">What moves the same bytes alone; none when there is no server.</param>
/// <param name="bucket">Emptied after each round.</param>
internal sealed class Rounds(
    Installation installation,
    IReadOnlyDictionary<string, int> servers,
    RoleProcess? plain = null,
    S3Bucket? bucket = null)
{
    private readonly List<KeyValuePair<string, int>> _processes =
        [.. installation.Processes.Select(process => KeyValuePair.Create(process.Name, process.Id)), .. servers];

    /// <summary>The most memory that each process has had since its start, in bytes.</summary>
    internal Dictionary<string, double> PeakMemory() => installation.Processes.ToDictionary(
        process => process.Name, process => (double)CpuClock.PeakMemoryOf(process.Id));

    internal async Task<Sample> RunAsync(Load load, bool plainFirst, CancellationToken cancellationToken)
    {
        using var folder = new SampleFolder();
        folder.Fill(load.Files, load.Size, cancellationToken);
        var before = plainFirst ? await MoveAsync(folder, load, cancellationToken) : null;
        var earlier = Cpu();
        var outcome = await installation.RunAsync(folder.Path, load.Files, load.InFlight, cancellationToken);
        var cpu = Cpu().ToDictionary(
            process => process.Key, process => (process.Value - earlier[process.Key]) / load.Files);
        var after = plainFirst ? null : await MoveAsync(folder, load, cancellationToken);
        if (bucket is not null)
        {
            await bucket.EmptyAsync();
        }

        return new Sample(outcome.Seconds, outcome.Tasks, before ?? after, cpu);
    }

    private Dictionary<string, double> Cpu() =>
        _processes.ToDictionary(process => process.Key, process => CpuClock.SecondsOf(process.Value));

    private async Task<double?> MoveAsync(SampleFolder folder, Load load, CancellationToken cancellationToken)
    {
        if (plain is null)
        {
            return null;
        }

        var seconds = await plain.AskAsync($"move {folder.Path} {load.InFlight}", cancellationToken);
        return double.Parse(seconds, CultureInfo.InvariantCulture);
    }
}
