namespace Karton.Services.Unpacker.Extraction;

/// <summary>How much may come out of one archive. The options says what each means.</summary>
internal sealed record ExtractionLimits
{
    public required int Entries { get; init; }

    public required long EntryBytes { get; init; }

    public required long ArchiveBytes { get; init; }

    public required int Ratio { get; init; }

    public required long RatioFloor { get; init; }

    public required TimeSpan Time { get; init; }
}
