using CsCheck;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Content;

public sealed class CompoundFileTests
{
    [Fact]
    public void Follows_the_directory_from_sector_to_sector()
    {
        var file = CompoundFile.TryRead(Archives.Compound(default, "a", "b", "c", "d", "e", "WordDocument"));

        Assert.NotNull(file);
        Assert.True(file.Has("WordDocument"));
        Assert.False(file.Has("Workbook"));
    }

    [Fact]
    public void Comes_to_an_end_when_the_directory_runs_in_a_circle()
    {
        var bytes = Archives.Compound(default, "a", "b", "c", "d", "e");
        bytes[512 + 8] = 1;

        Assert.NotNull(CompoundFile.TryRead(bytes));
    }

    [Fact]
    public void Is_nothing_without_a_directory() =>
        Assert.Null(CompoundFile.TryRead(Archives.Compound(default, "a").AsSpan(0, 1024)));

    [Fact]
    public void Never_throws_on_damaged_files()
    {
        var bytes = Archives.Compound(default, "a", "b", "c", "d", "WordDocument");
        Gen.Select(Gen.Int[8, bytes.Length - 4], Gen.UInt, Gen.Int[0, bytes.Length]).Sample((place, value, length) =>
        {
            var damaged = bytes.ToArray();
            BitConverter.TryWriteBytes(damaged.AsSpan(place), value);
            _ = CompoundFile.TryRead(damaged.AsSpan(0, length));
        });
    }
}
