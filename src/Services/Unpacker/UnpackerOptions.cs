using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Karton.Services.Unpacker;

/// <summary>What the unpacker may spend on one archive; read from the section <c>Karton:Unpacker</c>.</summary>
internal sealed class UnpackerOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:Unpacker";

    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;
    private const long TiB = 1L << 40;

    /// <summary>How deep archives in archives are unpacked: 1 to 32 levels. Default 8.</summary>
    [Range(1, 32)]
    public int MaxDepth { get; set; } = 8;

    /// <summary>The most members of one archive, directories and links counted: 1 to 1,000,000. Default
    /// 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntries { get; set; } = 20_000;

    /// <summary>The largest entry: 1 MiB to 1 TiB. Default 1 GiB.</summary>
    [Range(MiB, TiB)]
    public long MaxEntryBytes { get; set; } = GiB;

    /// <summary>The most bytes out of one archive, those of refused entries counted: 1 MiB to 1 TiB. Default
    /// 2 GiB.</summary>
    [Range(MiB, TiB)]
    public long MaxArchiveBytes { get; set; } = 2 * GiB;

    /// <summary>
    /// How many bytes may become of one compressed byte: 10 to 100,000. Default 200. Programs and documents grow 2- to
    /// 5-fold, logs 10- to 100-fold; deflate reaches 1,032 at most, and only on bytes that are nearly all the same. It
    /// is counted over one entry and over the whole archive.
    /// </summary>
    [Range(10, 100_000)]
    public int MaxRatio { get; set; } = 200;

    /// <summary>How many bytes come out before the ratio counts: 1 MiB to 1 GiB. Default 16 MiB, so that sparse and
    /// repetitive files of an ordinary size pass, and a bomb is stopped after that.</summary>
    [Range(MiB, GiB)]
    public long RatioFloorBytes { get; set; } = 16 * MiB;

    /// <summary>
    /// The memory that all decoders of the process may take for their dictionaries: 16 MiB to 16 GiB. Default 128 MiB,
    /// enough for the largest window that zstd takes unless told otherwise, and for the dictionary of 64 MiB of xz and
    /// 7z at their highest level, which takes twice its size. An archive that asks for more is refused; one that asks
    /// for more than is free at the moment waits.
    /// </summary>
    [Range(16 * MiB, 16 * GiB)]
    public long MaxDecoderBytes { get; set; } = 128 * MiB;

    /// <summary>How long one archive may take: 1 second to 20 minutes. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:20:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many refusals of one archive are listed one by one: 1 to 400. Default 100.</summary>
    [Range(1, 400)]
    public int MaxRefusals { get; set; } = 100;

    /// <summary>What is tried on encrypted archives after the passwords in the task. Default: infected, malware,
    /// password.</summary>
    [Required]
    public IReadOnlyList<string> Passwords { get; set; } = ["infected", "malware", "password"];
}

[OptionsValidator]
internal sealed partial class UnpackerOptionsValidator : IValidateOptions<UnpackerOptions>;
