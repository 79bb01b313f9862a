using CsCheck;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing.Signatures;
using Karton.Services.Classifier.Recognizing;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Describing;

public sealed class SignatureDescriberTests
{
    private static readonly byte[][] Files = [.. SampleFiles.Names.Select(SampleFiles.Make)];

    [Theory]
    [InlineData("CWS is short for something else.")]
    [InlineData("x^2 + y^2 = z^2")]
    [InlineData("LZIP is a program.")]
    [InlineData("BZh is how a bzip2 file begins.")]
    [InlineData("MSCF")]
    [InlineData("[1] A footnote, and no JSON.")]
    [InlineData("One, two\nthree, four, five\nsix, seven\n")]
    [InlineData("From: me\nNote: this is no mail\n")]
    public void Words_that_begin_like_a_format_are_still_text(string text)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);

        Assert.Equal("ASCII text", SignatureDescriber.Describe(ContentOf(bytes)).Magic);
    }

    [Theory]
    [InlineData("""{"a": [1, 2""", true)]
    [InlineData("""{"a": [1, 2""", false)]
    public void The_beginning_of_a_large_json_is_json(string start, bool isComplete)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(start);
        var content = new SampleContent("sample", bytes, default, isComplete ? bytes.Length : 1_000_000);

        Assert.Equal(
            isComplete ? "ASCII text" : "JSON text data", SignatureDescriber.Describe(content).Magic);
    }

    [Fact]
    public void No_damaged_file_makes_it_or_the_mapping_throw() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 1023], Gen.Byte.Array[0, 8], Gen.Int[0, 2048])
            .Sample((index, place, patch, length) =>
            {
                var damaged = Files[index].ToArray();
                for (var offset = 0; offset < patch.Length && place + offset < damaged.Length; offset++)
                {
                    damaged[place + offset] = patch[offset];
                }

                var content = ContentOf(damaged[..Math.Min(length, damaged.Length)]);
                _ = Recognizer.Recognize(SignatureDescriber.Describe(content), content);
            });

    private static SampleContent ContentOf(byte[] bytes) => new("sample", bytes, default, bytes.Length);
}
