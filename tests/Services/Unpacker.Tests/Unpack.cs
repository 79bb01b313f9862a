using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Unpacks bytes in memory.</summary>
internal static class Unpack
{
    public static readonly ExtractionLimits Limits = new()
    {
        Entries = 20_000,
        EntryBytes = 1L << 30,
        ArchiveBytes = 2L << 30,
        Ratio = 200,
        RatioFloor = 16 << 20,
        Time = TimeSpan.FromMinutes(5),
    };

    public static Task<RecordingSink> BytesAsync(
        byte[] archive, string name = "sample", string? extension = null, ExtractionLimits? limits = null,
        IEnumerable<string>? passwords = null) =>
        StreamAsync(new MemoryStream(archive), name, extension, limits, passwords);

    public static async Task<RecordingSink> StreamAsync(
        Stream archive, string name = "sample", string? extension = null, ExtractionLimits? limits = null,
        IEnumerable<string>? passwords = null)
    {
        var sink = new RecordingSink();
        using var memory = new DecoderMemory(128 << 20);
        var extractor = new Extractor(limits ?? Limits, memory, TimeProvider.System);
        await extractor.UnpackAsync(
            new ArchiveToUnpack
            {
                Content = archive,
                Name = name,
                Extension = extension,
                Passwords = [.. passwords ?? ["infected", "malware", "password", ""]],
            },
            sink,
            TestContext.Current.CancellationToken);
        return sink;
    }
}
