namespace Karton.Services.Unpacker.Tests;

/// <summary>The archives under <c>Data</c>, which its script <c>make</c> has made.</summary>
internal static class DataFiles
{
    public const string First = "The first file.\n";
    public const string Below = "The file below.\n";

    public static string Second { get; } = string.Concat(
        Enumerable.Range(1, 200).Select(i => $"line {i} of the second file\n"));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", name));

    /// <summary>Asserts that all four files came out, and nothing else.</summary>
    public static void AssertUnpacked(RecordingSink sink)
    {
        Assert.Empty(sink.Refusals);
        Assert.Equal(["empty.txt", "inner/three.txt", "one.txt", "two.txt"], sink.Names.Order(StringComparer.Ordinal));
        Assert.Equal(First, sink.Text("one.txt"));
        Assert.Equal(Second, sink.Text("two.txt"));
        Assert.Equal("", sink.Text("empty.txt"));
        Assert.Equal(Below, sink.Text("inner/three.txt"));
    }
}
