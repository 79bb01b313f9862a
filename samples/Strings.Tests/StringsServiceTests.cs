using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Testing;

namespace Karton.Samples.Strings.Tests;

public sealed class StringsServiceTests
{
    [Fact]
    public async Task The_strings_of_a_program_are_in_the_payload_of_the_child()
    {
        await using var kit = KartonTestKit.For<StringsService>();
        var program = "MZ\0\0This program cannot be run\0\x01short\0"u8.ToArray();
        var sample = await kit.Resources.FromBytesAsync("a.exe", program, TestContext.Current.CancellationToken);

        var run = await kit.RunAsync(
            new KartonTask
            {
                Headers = new DataMap
                {
                    ["type"] = "sample", ["stage"] = "recognized", ["kind"] = "runnable", ["platform"] = "win32",
                },
                Payload = new DataMap { ["sample"] = sample },
            },
            TestContext.Current.CancellationToken);

        var child = Assert.Single(run.EnsureFinished().Children);
        Assert.Equal(DataValue.List(["This program cannot be run"]), child.Payload["strings"]);
        Assert.Equal(sample, child.Payload.GetResource("sample"));
    }

    [Theory]
    [InlineData("win64", true)]
    [InlineData("linux", false)]
    public void Only_programs_for_Windows_are_wanted(string platform, bool isWanted)
    {
        var kit = KartonTestKit.For<StringsService>();

        var accepts = kit.Accepts(new DataMap
        {
            ["type"] = "sample", ["stage"] = "recognized", ["kind"] = "runnable", ["platform"] = platform,
        });

        Assert.Equal(isWanted, accepts);
    }
}
