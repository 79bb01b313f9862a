using Karton.Services.Classifier.Recognizing;

namespace Karton.Services.Classifier.Tests.Recognizing;

public sealed class RecognitionTests
{
    [Theory]
    [InlineData("runnable", "win32", "exe", "runnable:win32:exe")]
    [InlineData("archive", null, "zip", "archive:zip")]
    [InlineData("runnable", "macos", null, "runnable:macos")]
    [InlineData("html", null, null, "misc:html")]
    public void The_tag_joins_what_is_known(string kind, string? platform, string? extension, string tag) =>
        Assert.Equal(tag, new Recognition(kind, platform, extension).Tag);
}
