using System.Text;
using CsCheck;
using Karton.Sdk.Deliveries;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class CleanTextTests
{
    // Any UTF-16 unit, halves of surrogate pairs included.
    private static readonly Gen<string> AnyText =
        Gen.Int[0, 0xFFFF].Select(unit => (char)unit).Array[0, 200].Select(units => new string(units));

    [Fact]
    public void The_result_fits_and_holds_no_control_character_and_no_half_of_a_pair() =>
        Gen.Select(AnyText, Gen.Int[20, 300]).Sample((text, maxBytes) =>
        {
            var clean = CleanText.Of(text, maxBytes);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(clean) <= maxBytes
                && !clean.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
        });

    [Fact]
    public void What_fits_and_is_clean_stays_as_it_is() => Gen.String.AlphaNumeric.Sample(text =>
        CleanText.Of(text, Encoding.UTF8.GetByteCount(text)) == text);

    [Theory]
    [InlineData("a\r\n\tb\0c\u001b[1m\u0085", "a\uFFFD\n\tb\uFFFDc\uFFFD[1m\uFFFD")]
    [InlineData("😀", "😀")]
    public void What_must_not_stay_is_seen_to_have_been_there(string text, string expected) =>
        Assert.Equal(expected, CleanText.Of(text, 100));

    [Fact]
    public void Half_of_a_pair_is_replaced() => Assert.Equal("\uFFFDa", CleanText.Of("\ud83da", 100));

    [Fact]
    public void A_cut_is_marked_and_splits_no_character() =>
        Assert.Equal("ää [cut]", CleanText.Of("äääääää", 11));
}
