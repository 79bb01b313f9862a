using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Karton.Chaos.Services;
using Karton.Gateway.Submissions;
using Karton.Sdk.Submission;

namespace Karton.Chaos.Load;

/// <summary>Hands in analyses without pause, and keeps account of what was accepted.</summary>
internal sealed class Submitter(ISampleIntake intake, IAnalysisClient client, Shape archive)
{
    private const int Loops = 3;
    private const int Members = 3;
    private const int NoteLength = 12 * 1024;

    internal static readonly Shape Branch = new("branch", 1 + ChaosWorker.Leaves, 1 + ChaosWorker.Leaves);
    internal static readonly Shape Harmless = new("harmless", 1, 1);
    internal static readonly Shape Poison = new("poison", 1, 1);

    // Few enough for two processors to keep up with, so that what is open when a fault comes is work and no backlog.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Submitted> _accepted = new();
    private int _number;
    private int _refused;

    /// <summary>What was accepted.</summary>
    internal IReadOnlyCollection<Submitted> Accepted => _accepted;

    /// <summary>How often the caller was told that it did not work.</summary>
    internal int Refused => _refused;

    /// <summary>Hands in until it is cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, Loops).Select(_ => Task.Run(() => LoopAsync(cancellationToken), CancellationToken.None)));

    internal async Task<Guid> SubmitAsync(string kind, CancellationToken cancellationToken)
    {
        var shape = kind switch { "branch" => Branch, "harmless" => Harmless, _ => Poison };
        var id = await client.SubmitAsync(ChaosTasks.Root(kind), cancellationToken: cancellationToken);
        _accepted.Enqueue(new Submitted(id, shape));
        return id;
    }

    internal async Task<Guid> SubmitArchiveAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        using var content = Archive(number);
        var submission = new SampleSubmission
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"chaos-{number}.zip"),
        };
        var id = await intake.SubmitAsync(submission, content, cancellationToken);
        _accepted.Enqueue(new Submitted(id, archive));
        return id;
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        for (var turn = 0; !cancellationToken.IsCancellationRequested; turn++)
        {
            try
            {
                // What has begun is brought to its end, so that the account is right.
                await (turn % 2 == 0
                    ? SubmitAsync("branch", CancellationToken.None)
                    : SubmitArchiveAsync(CancellationToken.None));
            }
            // Whatever it is: the caller was told. Whether anything came of it the ledger says.
            catch (Exception)
            {
                Interlocked.Increment(ref _refused);
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Every member has contents of its own: the same twice would be unpacked once.
    private static MemoryStream Archive(int number)
    {
        var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var member = 0; member < Members; member++)
            {
                using var entry = zip.CreateEntry($"{member}.txt").Open();
                // Random enough not to shrink, and so large that it lies in the store and not in the task.
                entry.Write(Encoding.UTF8.GetBytes($"Note {member} of archive {number}\n"));
                entry.Write(Encoding.UTF8.GetBytes(RandomNumberGenerator.GetHexString(NoteLength)));
            }
        }

        content.Position = 0;
        return content;
    }
}
