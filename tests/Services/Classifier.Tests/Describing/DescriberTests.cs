using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Describing.Magic;
using Karton.Services.Classifier.Tests.Samples;
using Microsoft.Extensions.Logging;

namespace Karton.Services.Classifier.Tests.Describing;

public sealed class DescriberTests
{
    private const int HeadSize = 1 << 20;

    private readonly RecordingLogger<Describer> _logger = new();

    [Fact]
    public async Task A_missing_library_is_told_once_with_what_to_install_and_the_signatures_serve()
    {
        using var describer = new Describer(
            () => MagicDescriber.Load(["libmagic-that-is-not-there.so.9"], database: null, HeadSize), _logger);

        await AssertKnowsZipAsync(describer);
        await AssertKnowsZipAsync(describer);
        var (level, id, message) = Assert.Single(_logger.Entries);
        Assert.Equal((LogLevel.Warning, 2001), (level, id));
        Assert.Contains("there is no libmagic-that-is-not-there.so.9", message, StringComparison.Ordinal);
        Assert.Contains("libmagic1", message, StringComparison.Ordinal);
        Assert.Contains("file-libs", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_told_and_the_signatures_serve()
    {
        SkipWithoutMagic();
        using var describer = new Describer(
            () => MagicDescriber.Load(MagicLibrary.DefaultNames, "/there/is/no/such.mgc", HeadSize), _logger);

        await AssertKnowsZipAsync(describer);
        Assert.Contains(
            "its database cannot be loaded", Assert.Single(_logger.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_without_a_package_of_it_is_told_so()
    {
        using var describer = new Describer(() => MagicDescriber.Load([], database: null, HeadSize), _logger);

        await AssertKnowsZipAsync(describer);
        Assert.Contains("not used on this system", Assert.Single(_logger.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_libmagic_by_choice_nothing_is_told()
    {
        using var describer = new Describer(load: null, _logger);

        await AssertKnowsZipAsync(describer);
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task With_libmagic_its_own_words_are_given_and_nothing_is_told()
    {
        SkipWithoutMagic();
        using var describer = new Describer(
            () => MagicDescriber.Load(MagicLibrary.DefaultNames, database: null, HeadSize), _logger);

        var description = await DescribeAsync(describer, Archives.Zip("a"));

        Assert.StartsWith("Zip archive data, at least v", description.Magic, StringComparison.Ordinal);
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task It_is_loaded_once_however_many_ask_at_first()
    {
        var loads = 0;
        using var describer = new Describer(
            () =>
            {
                Interlocked.Increment(ref loads);
                throw new MagicUnavailableException("it is a test");
            },
            _logger);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AssertKnowsZipAsync(describer))));

        Assert.Equal(1, loads);
    }

    private static void SkipWithoutMagic() =>
        Assert.SkipUnless(MagicLibrary.IsPresent(MagicLibrary.DefaultNames), "libmagic is not installed.");

    private static async Task AssertKnowsZipAsync(Describer describer) =>
        Assert.Equal(
            new Description("Zip archive data", "application/zip"), await DescribeAsync(describer, Archives.Zip("a")));

    private static async Task<Description> DescribeAsync(Describer describer, byte[] bytes) =>
        await describer.DescribeAsync(
            new SampleContent("sample", bytes, default, bytes.Length), TestContext.Current.CancellationToken);
}
