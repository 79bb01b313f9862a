namespace Karton.Services.Unpacker.Tests;

/// <summary>The samples that the project ships do what their description says.</summary>
public sealed class SampleFilesTests
{
    private static readonly string Samples = Path.Combine(FindRoot(), "samples");

    public static TheoryData<string> Inputs =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Samples, "inputs")).Select(path => Path.GetFileName(path))
            .Where(name => Path.GetExtension(name) is ".zip" or ".gz" or ".xz" or ".cab"),
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Nothing_of_the_inputs_is_refused(string name)
    {
        var sink = await UnpackAsync("inputs", name);

        Assert.NotEmpty(sink.Entries);
        Assert.Empty(sink.Refusals);
    }

    [Theory]
    [InlineData("zeros.zip", 0, "ratio")]
    [InlineData("repeats.zip", 16)]
    [InlineData("cut-off.zip", 1, "corrupt")]
    [InlineData("overlap.zip", 1, "overlap")]
    [InlineData("memory.xz", 0, "memory")]
    [InlineData("31-bytes.zip", 0, "corrupt")]
    [InlineData("secret.zip", 0, "encrypted")]
    [InlineData("links.tar", 1, "link", "special")]
    public async Task The_hostile_ones_are_refused_for_their_reason(string name, int entries, params string[] reasons)
    {
        var sink = await UnpackAsync("hostile", name);

        Assert.Equal(entries, sink.Entries.Count);
        Assert.Equal(reasons, sink.Reasons.Distinct(StringComparer.Ordinal));
    }

    private static async Task<RecordingSink> UnpackAsync(string folder, string name)
    {
        await using var file = File.OpenRead(Path.Combine(Samples, folder, name));
        return await Unpack.StreamAsync(file, name, Path.GetExtension(name)[1..]);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Karton.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no Karton.sln above {AppContext.BaseDirectory}.");
    }
}
