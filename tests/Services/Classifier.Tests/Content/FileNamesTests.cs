using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Tests.Content;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("a.exe", "exe")]
    [InlineData("A.b.DocX", "docx")]
    [InlineData(".js", "js")]
    [InlineData("a.js. . ", "js")]
    [InlineData("a.js\0", "js")]
    [InlineData("a", "")]
    [InlineData("", "")]
    [InlineData("...", "")]
    [InlineData("a.js/b", "")]
    [InlineData("a.js\\b", "")]
    [InlineData("a.\u202Esj", "")]
    [InlineData("a.ﬀ", "")]
    [InlineData("a.doc\r\nX-Header: 1", "")]
    [InlineData("a.docxxxxxxxxxxxxxxxx", "")]
    public void Only_a_plain_extension_counts(string name, string extension) =>
        Assert.Equal(extension, FileNames.ExtensionOf(name));
}
