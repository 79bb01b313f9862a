using System.Collections.Concurrent;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Describing.Magic;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Describing;

public sealed class MagicDescriberTests
{
    public MagicDescriberTests() =>
        Assert.SkipUnless(MagicLibrary.IsPresent(MagicLibrary.DefaultNames), "libmagic is not installed.");

    [Fact]
    public async Task Many_at_once_get_what_each_alone_would_get()
    {
        var files = SampleFiles.Names.Select(SampleFiles.Make).ToList();
        using var one = Load();
        var expected = new List<Description>();
        foreach (var file in files)
        {
            expected.Add(await DescribeAsync(one, file));
        }

        using var shared = Load();
        var wrong = new ConcurrentBag<Description>();
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, async (number, _) =>
        {
            var index = number % files.Count;
            var description = await DescribeAsync(shared, files[index]);
            if (description != expected[index])
            {
                wrong.Add(description);
            }
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_empty_content_is_described()
    {
        using var describer = Load();

        var description = await DescribeAsync(describer, []);

        Assert.Equal("empty", description.Magic);
    }

    [Fact]
    public async Task What_a_sample_calls_itself_comes_without_control_characters()
    {
        using var describer = Load();
        var bytes = Archives.Gzip();
        byte[] named = [.. bytes[..3], 8, .. bytes[4..10], .. "\u001B[31m\u0007ü\0"u8, .. bytes[10..]];

        var description = await DescribeAsync(describer, named);

        Assert.Contains("was \"", description.Magic, StringComparison.Ordinal);
        Assert.DoesNotContain(description.Magic, char.IsControl);
    }

    [Fact]
    public async Task A_waiting_caller_can_give_up()
    {
        using var describer = Load();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await describer.DescribeAsync(
            new SampleContent("sample", default, default, 0), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_MIME_type_is_remembered_where_the_description_settles_it()
    {
        var types = new MimeTypes();
        types.Learn("PE32 executable (GUI) Intel 80386, for MS Windows", "application/x-dosexec");
        types.Learn("Python script, ASCII text executable", "text/x-script.python");

        Assert.True(types.TryGet("PE32+ executable (DLL) x86-64", out var mime));
        Assert.Equal("application/x-dosexec", mime);
        Assert.False(types.TryGet("Python script, ASCII text executable", out _));
        Assert.False(types.TryGet("PNG image data, 1 x 1", out _));
    }

    private static MagicDescriber Load() => MagicDescriber.Load(MagicLibrary.DefaultNames, database: null, 1 << 20);

    private static async Task<Description> DescribeAsync(MagicDescriber describer, byte[] bytes) =>
        await describer.DescribeAsync(
            new SampleContent("sample", bytes, default, bytes.Length), TestContext.Current.CancellationToken);
}
