using System.Text;
using CsCheck;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Tests.Storage;

public sealed class StoredTextTests
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    // Half of the letters are of the kinds that matter.
    private static readonly Gen<string> Text = Gen.Frequency(
        (1, Gen.Char), (1, Gen.OneOf('\0', '\u001A', '\uD83D', '\uDE00', '0', 'A'))).Array[0, 40]
        .Select(letters => new string(letters));

    [Fact]
    public void Any_text_comes_back_as_it_was() =>
        Text.Sample(text => Assert.Equal(text, StoredText.Restore(StoredText.Clean(text))));

    [Fact]
    public void What_is_stored_is_valid_and_has_no_nul() => Text.Sample(text =>
    {
        var stored = StoredText.Clean(text)!;
        Assert.DoesNotContain('\0', stored);
        Assert.Equal(stored, Strict.GetString(Strict.GetBytes(stored)));
    });

    [Fact]
    public void Ordinary_text_is_stored_as_it_is() =>
        Assert.Equal("C:\\ünïcode \uD83D\uDE00\r\n", StoredText.Clean("C:\\ünïcode \uD83D\uDE00\r\n"));

    [Fact]
    public void Two_texts_are_never_stored_as_the_same() => Gen.Select(Text, Text).Sample((one, other) =>
        Assert.Equal(one == other, StoredText.Clean(one) == StoredText.Clean(other)));
}
