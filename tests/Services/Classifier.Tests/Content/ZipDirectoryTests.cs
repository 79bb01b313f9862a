using System.IO.Compression;
using CsCheck;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Content;

public sealed class ZipDirectoryTests
{
    [Fact]
    public void Lists_the_names_of_a_whole_zip() =>
        Assert.Equal(["a", "b/c", "ü"], NamesOf(Archives.Zip("a", "b/c", "ü")));

    [Fact]
    public void Ignores_what_follows_the_zip() =>
        Assert.Equal(["a", "b"], NamesOf([.. Archives.Zip("a", "b"), .. "PK and more"u8]));

    [Fact]
    public void Does_not_take_names_from_a_zip_inside_the_zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using var inner = zip.CreateEntry("inner.zip", CompressionLevel.NoCompression).Open();
            inner.Write(Archives.Zip("META-INF/MANIFEST.MF"));
        }

        Assert.Equal(["inner.zip"], NamesOf(stream.ToArray()));
    }

    [Fact]
    public void Lists_the_names_at_the_beginning_when_the_rest_is_not_there()
    {
        var zip = Archives.Zip("first", "second", "third");

        Assert.Equal(["first", "second"], Read(zip[..100], tail: [], zip.Length).Take(2));
    }

    [Fact]
    public void Lists_the_names_at_the_end_when_the_middle_is_not_there()
    {
        var zip = Archives.Zip(Enumerable.Range(0, 1000).Select(number => $"file-{number:D4}"));

        var names = Read(zip[..100], zip[^10_000..], zip.Length);

        Assert.Contains("file-0999", names);
        Assert.DoesNotContain("file-0000", names);
    }

    [Fact]
    public void Never_throws_on_damaged_zips()
    {
        var zip = Archives.Zip("a.txt", "META-INF/MANIFEST.MF", "b");
        Gen.Select(Gen.Int[2, zip.Length - 1], Gen.Byte, Gen.Int[2, zip.Length]).Sample((place, value, length) =>
        {
            var damaged = zip.ToArray();
            damaged[place] = value;
            _ = NamesOf(damaged[..length]);
        });
    }

    private static IReadOnlyList<string> NamesOf(byte[] zip) => Read(zip, tail: [], zip.Length);

    private static IReadOnlyList<string> Read(byte[] head, byte[] tail, long length) =>
        new SampleContent("sample", head, tail, length).ZipEntries;
}
