using CsCheck;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Tests.Extraction;

/// <summary>Whatever is done to an archive, the worst that comes of it is a refusal.</summary>
public sealed class DamageTests
{
    private static readonly ExtractionLimits Small = Unpack.Limits with
    {
        EntryBytes = 1 << 20,
        ArchiveBytes = 4 << 20,
        RatioFloor = 1 << 19,
        Time = TimeSpan.FromSeconds(20),
    };

    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data")).Select(Path.GetFileName)!,
    ];

    private static readonly (string Name, byte[] Content)[] RarFiles =
        [("one.txt", "first"u8.ToArray()), ("two.txt", new byte[300])];

    private static readonly (string Name, byte[] Content)[] Archives =
    [
        .. Files.Select(name => (name, DataFiles.Read(name))),
        .. Directory.EnumerateFiles("/usr/share/clamav-testfiles", "clam.*")
            .Where(path => Path.GetExtension(path) is ".arj" or ".cab" or ".cpio" or ".zip" or ".gz" or ".bz2")
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
        ("4.rar", RarBuilder.Rar4(RarFiles)),
        ("5.rar", RarBuilder.Rar5(RarFiles)),
        ("list.rar", RarBuilder.Rar5WithEncryptedList("infected", RarFiles)),
    ];

    public static TheoryData<string> Names => [.. Archives.Select(archive => archive.Name)];

    [Fact]
    public async Task Keeps_what_stands_before_the_place_where_a_zip_is_cut_off()
    {
        var zip = new ZipBuilder().Add("a", "first").Add("b", "second").Stored("c", "third"u8.ToArray()).Build();
        var most = 0;
        for (var length = 0; length < zip.Length; length++)
        {
            var sink = await Unpack.BytesAsync(zip[..length], extension: "zip");

            Assert.NotEmpty(sink.Refusals);
            Assert.True(sink.Entries.Count >= most, $"Cut at {length} it gave less than cut before.");
            Assert.All(sink.Names.Zip(["a", "b", "c"]), pair => Assert.Equal(pair.Second, pair.First));
            most = sink.Entries.Count;
        }

        Assert.Equal(3, most);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Survives_every_archive_that_is_cut_off(string name)
    {
        var archive = Archives.First(candidate => candidate.Name == name).Content;
        var step = Math.Max(1, archive.Length / Effort(name));
        for (var length = 0; length < archive.Length; length += step)
        {
            await RunAsync(name, archive[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Survives_every_archive_with_changed_bytes(string name)
    {
        var archive = Archives.First(candidate => candidate.Name == name).Content;
        var changes = Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte).Array[1, 8];

        changes.Sample(
            places =>
            {
                var damaged = (byte[])archive.Clone();
                foreach (var (place, value) in places)
                {
                    damaged[place] = value;
                }

                RunAsync(name, damaged).GetAwaiter().GetResult();
            },
            iter: Effort(name),
            threads: 1);
    }

    [Fact]
    public void Survives_random_bytes_behind_every_signature()
    {
        byte[][] signatures =
        [
            .. Archives.Select(archive => archive.Content[..Math.Min(16, archive.Content.Length)]),
            [0x60, 0xEA], [0x1F, 0x9D, 0x90],
        ];

        Gen.Select(Gen.Int[0, signatures.Length - 1].Select(i => signatures[i]), Gen.Byte.Array[0, 600]).Sample(
            (signature, noise) => RunAsync("noise", [.. signature, .. noise]).GetAwaiter().GetResult(),
            iter: 2000,
            threads: 1);
    }

    /// <summary>Deriving the keys of a 7z takes a second.</summary>
    private static int Effort(string name) =>
        name.EndsWith(".7z", StringComparison.Ordinal) && (name.StartsWith("encrypted", StringComparison.Ordinal)
            || name.StartsWith("secret", StringComparison.Ordinal)) ? 4 : 100;

    private static async Task RunAsync(string name, byte[] archive)
    {
        var extension = Path.GetExtension(name).TrimStart('.');
        var sink = await Unpack.BytesAsync(archive, name, extension, Small);

        Assert.DoesNotContain(
            sink.Refusals, refusal => refusal.Message.Contains("took longer", StringComparison.Ordinal));
        Assert.All(sink.Refusals, refusal => Assert.DoesNotContain(refusal.Message, char.IsControl));
    }
}
