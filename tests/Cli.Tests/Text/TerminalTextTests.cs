using CsCheck;
using Karton.Cli.Text;
using Spectre.Console;

namespace Karton.Cli.Tests.Text;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("a\r\n\tb", @"a\x0d\x0a\x09b")]
    [InlineData("invoice\u202Efdp.exe", @"invoice\u202efdp.exe")]
    [InlineData("\u009b\u0085\u007f\0", @"\x9b\x85\x7f\x00")]
    [InlineData("a\u200b\u2060b\ufeff\u00ad", @"a\u200b\u2060b\ufeff\xad")]
    [InlineData("\u2028\u2029\u00a0\u3000", @"\u2028\u2029\xa0\u3000")]
    [InlineData("\U000E0041\U000E0100\ufe0f", @"\U000e0041\U000e0100\ufe0f")]
    [InlineData("\u3164\u2800\ue000", @"\u3164\u2800\ue000")]
    public void What_harms_or_hides_is_written_out(string text, string shown) =>
        Assert.Equal(shown, TerminalText.Escape(text));

    [Fact]
    public void Half_a_surrogate_pair_is_written_out() =>
        Assert.Equal(@"\ud83d \udc00", TerminalText.Escape("\ud83d \udc00"));

    [Theory]
    [InlineData("report (final).pdf")]
    [InlineData("отчёт.docx")]
    [InlineData("文件.zip")]
    [InlineData("cafe\u0301.txt")]
    [InlineData("🦠.exe")]
    [InlineData(@"C:\temp\[x].exe")]
    public void What_can_be_seen_stays(string text) => Assert.Equal(text, TerminalText.Escape(text));

    [Fact]
    public void Marks_do_not_pile_up_into_other_lines()
    {
        var shown = TerminalText.Escape("e" + new string('\u0301', 6));

        Assert.Equal("e\u0301\u0301\u0301\\u0301\\u0301\\u0301", shown);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_stays_nothing(string? text) => Assert.Equal(string.Empty, TerminalText.Escape(text));

    [Fact]
    public void A_long_name_is_shortened_in_the_middle_and_keeps_its_end()
    {
        var shown = TerminalText.Escape($"invoice.pdf{new string(' ', 300)}.exe", 30);

        Assert.Equal($"invoice.pdf{new string(' ', 9)}…{new string(' ', 5)}.exe", shown);
    }

    [Fact]
    public void A_name_of_a_million_letters_is_shortened_too()
    {
        var shown = TerminalText.Escape($"start{new string('x', 1_000_000)}end", 12);

        Assert.Equal("startxxx…end", shown);
    }

    [Fact]
    public void No_text_gets_a_harmful_character_to_the_terminal_or_more_columns_than_it_may() =>
        Gen.Select(HostileText.Gen, Gen.Int[4, 120]).Sample((text, cells) =>
        {
            var shown = TerminalText.Escape(text, cells);

            Assert.Null(HostileText.FirstHarm(shown));
            Assert.InRange(shown.GetCellWidth(), 0, cells);
        });
}
