using System.ComponentModel;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk;
using Karton.Sdk.Resources;
using Karton.Services.Unpacker.Extraction;
using Microsoft.Extensions.Options;

namespace Karton.Services.Unpacker;

[KartonService("karton.unpacker", Version = "1.0.0", TimeoutSeconds = 1500, Concurrency = 4)]
[Accepts("""
    {"type": "sample", "stage": "recognized", "kind": "archive", "extension": {"$nin": ["eml", "msg"]},
     "executable_package": "!True"}
    """)]
[Description(
    "Unpacks zip, 7z, rar, tar, gzip, bzip2, xz, Zstandard, lzip, cab, cpio and older archives, encrypted ones with "
    + "the usual passwords and those in the task. Each file becomes a raw sample. What is too large, too deep or "
    + "damaged is refused, and the rest goes on.")]
internal sealed class UnpackerConsumer(
    IResources resources, IOptions<UnpackerOptions> options, DecoderMemory memory, TimeProvider clock)
    : KartonConsumer, IExtractionSink
{
    private const string HighQuality = "high";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly UnpackerOptions _options = options.Value;
    private KartonTask? _task;
    private Resource? _archive;
    private long _level;
    private int _refusals;

    Task IExtractionSink.TakeAsync(string name, Stream content, CancellationToken cancellationToken) =>
        SendEntryAsync(name, content, cancellationToken);

    void IExtractionSink.Refuse(string reason, string message, string? subject)
    {
        if (++_refusals <= _options.MaxRefusals)
        {
            Refuse(reason, message, subject);
        }
    }

    protected override async Task ProcessAsync(KartonTask task, CancellationToken cancellationToken)
    {
        var payload = task.EffectivePayload;
        if (payload.GetResource(UnpackerPayload.Sample) is not { } archive)
        {
            Refuse(RefusalReasons.Unsupported, $"The task's payload has no resource '{UnpackerPayload.Sample}'.");
            return;
        }

        // An attempt after a fault of the store begins anew.
        _seen.Clear();
        _refusals = 0;
        _task = task;
        _archive = archive;
        _level = payload.TryGetValue(UnpackerPayload.ExtractionLevel, out var level) ? level.AsInt64() ?? 0 : 0;
        if (_level >= _options.MaxDepth)
        {
            Refuse(
                RefusalReasons.Depth,
                $"It lies in {_level} archives, one in the other; from {_options.MaxDepth} on nothing is unpacked.");
            return;
        }

        if (payload.GetString(UnpackerPayload.DuplicateOf) == archive.Sha256)
        {
            Refuse(RefusalReasons.Duplicate, "The same contents stand elsewhere in its parent and are unpacked there.");
            return;
        }

        await UnpackAsync(task, archive, cancellationToken);
        if (_refusals > _options.MaxRefusals)
        {
            Refuse(RefusalReasons.Summary, $"{_refusals - _options.MaxRefusals:N0} further refusals are not listed.");
        }
    }

    private async Task UnpackAsync(KartonTask task, Resource archive, CancellationToken cancellationToken)
    {
        var extractor = new Extractor(Limits(), memory, clock);
        _seen.Add(archive.Sha256);
        await using var content = await resources.OpenAsync(archive, cancellationToken);
        if (content.CanSeek)
        {
            await UnpackAsync(content);
            return;
        }

        await using var file = await resources.DownloadAsync(archive, cancellationToken);
        await using var local = File.OpenRead(file.Path);
        await UnpackAsync(local);

        Task UnpackAsync(Stream seekable) => extractor.UnpackAsync(
            new ArchiveToUnpack
            {
                Content = seekable,
                Name = archive.Name,
                Extension = task.EffectiveHeaders.GetString(WellKnownHeaders.Extension),
                Passwords = UnpackerPayload.ReadPasswords(task, _options.Passwords),
            },
            this,
            cancellationToken);
    }

    private async Task SendEntryAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var sample = await resources.FromStreamAsync(name, content, cancellationToken);
        var payload = new DataMap
        {
            [UnpackerPayload.Sample] = sample,
            [UnpackerPayload.Parent] = _archive,
            [UnpackerPayload.ExtractionLevel] = _level + 1,
        };
        if (!_seen.Add(sample.Sha256))
        {
            payload = new DataMap(payload) { [UnpackerPayload.DuplicateOf] = sample.Sha256 };
        }

        var child = new KartonTask
        {
            Headers = new DataMap
            {
                [WellKnownHeaders.Type] = "sample",
                [WellKnownHeaders.Kind] = "raw",
                [WellKnownHeaders.Quality] =
                    _task!.EffectiveHeaders.GetString(WellKnownHeaders.Quality) ?? HighQuality,
            },
            Payload = payload,
        };
        await SendAsync(child, cancellationToken);
    }

    private ExtractionLimits Limits() => new()
    {
        Entries = _options.MaxEntries,
        EntryBytes = _options.MaxEntryBytes,
        ArchiveBytes = _options.MaxArchiveBytes,
        Ratio = _options.MaxRatio,
        RatioFloor = _options.RatioFloorBytes,
        Time = _options.Timeout,
    };
}
