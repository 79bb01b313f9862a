using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Describing.Magic;
using Karton.Services.Classifier.Describing.Signatures;
using Karton.Services.Classifier.Recognizing;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Recognizing;

/// <summary>Both engines look at the same files.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly Lazy<MagicDescriber> _magic = new(
        () => MagicDescriber.Load(MagicLibrary.DefaultNames, database: null, 1 << 20));

    public static TheoryData<string> Files => [.. SampleFiles.Names];

    public void Dispose()
    {
        if (_magic.IsValueCreated)
        {
            _magic.Value.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_libmagic_says_leads_to_the_tag(string name)
    {
        Assert.SkipUnless(MagicLibrary.IsPresent(MagicLibrary.DefaultNames), "libmagic is not installed.");
        var content = ContentOf(SampleFiles.Make(name));

        var description = await _magic.Value.DescribeAsync(content, TestContext.Current.CancellationToken);

        AssertTag(name, description, content);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_the_signatures_say_leads_to_the_tag(string name)
    {
        var content = ContentOf(SampleFiles.Make(name));

        var description = SignatureDescriber.Describe(content);

        AssertTag(name, description, content);
    }

    [Fact]
    public void An_empty_file_is_nothing_whatever_it_is_called()
    {
        var content = new SampleContent("a.js", default, default, length: 0);

        var description = SignatureDescriber.Describe(content);

        Assert.Equal("empty", description.Magic);
        Assert.Null(Recognizer.Recognize(description, content));
    }

    [Fact]
    public void Bytes_without_form_are_nothing()
    {
        var content = ContentOf([0x90, 0, 1, 2, 3, 0xEE, 0xFF, 0x81, 0x13, 0]);

        Assert.Null(Recognizer.Recognize(SignatureDescriber.Describe(content), content));
    }

    private static SampleContent ContentOf(byte[] bytes) => new("sample", bytes, default, bytes.Length);

    private static void AssertTag(string name, Description description, SampleContent content)
    {
        var tag = Recognizer.Recognize(description, content)?.Tag ?? "unrecognized";

        Assert.True(SampleFiles.TagOf(name) == tag, $"{tag}, for it was described as '{description}'");
    }
}
