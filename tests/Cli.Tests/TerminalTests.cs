using Karton.Cli.Rendering;
using Spectre.Console;

namespace Karton.Cli.Tests;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "1")]
    public void What_is_redirected_or_wants_no_colour_gets_plain_text(bool isTerminal, string? noColor)
    {
        using var output = new StringWriter();
        using var input = new MemoryStream();
        var terminal = new Terminal
        {
            InputStream = input,
            OutputStream = input,
            Output = output,
            Error = output,
            IsOutputTerminal = isTerminal,
            IsErrorTerminal = isTerminal,
            Variable = name => name == "NO_COLOR" ? noColor : null,
            Variables = () => [],
            SystemSettings = "/nonexistent/karton.json",
        };

        terminal.OutputConsole.Write("name", Palette.Name);
        terminal.ErrorConsole.Write("bad", Palette.Bad);

        Assert.Equal("namebad", output.ToString());
        Assert.False(terminal.OutputConsole.Profile.Capabilities.Ansi);
    }
}
