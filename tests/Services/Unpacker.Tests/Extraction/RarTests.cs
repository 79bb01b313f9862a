using System.Text;

namespace Karton.Services.Unpacker.Tests.Extraction;

public sealed class RarTests
{
    private static readonly (string Name, byte[] Content)[] Files =
        [("one.txt", "first"u8.ToArray()), ("folder/two.txt", Encoding.UTF8.GetBytes(DataFiles.Second))];

    [Fact]
    public async Task Unpacks_version_4() => AssertUnpacked(await Unpack.BytesAsync(RarBuilder.Rar4(Files)));

    [Fact]
    public async Task Unpacks_version_5() => AssertUnpacked(await Unpack.BytesAsync(RarBuilder.Rar5(Files)));

    [Fact]
    public async Task Finds_the_password_of_an_encrypted_list() =>
        AssertUnpacked(await Unpack.BytesAsync(RarBuilder.Rar5WithEncryptedList("malware", Files)));

    [Fact]
    public async Task Says_that_no_password_opens_the_list()
    {
        var sink = await Unpack.BytesAsync(RarBuilder.Rar5WithEncryptedList("another", Files));

        Assert.Empty(sink.Entries);
        Assert.Equal(["encrypted"], sink.Reasons);
    }

    [Fact]
    public async Task Refuses_a_link()
    {
        // The record of a redirection: length, type 5, symbolic link, flags, length and target.
        byte[] link = [15, 5, 1, 0, 11, .. "/etc/passwd"u8];
        byte[] rar =
        [
            .. "Rar!\u001A\u0007\u0001\0"u8, .. RarBuilder.Block5([1, 0, 0]),
            .. RarBuilder.File5("link", [], extra: link), .. RarBuilder.File5("file", [7]), 7,
            .. RarBuilder.Block5([5, 0, 0]),
        ];

        var sink = await Unpack.BytesAsync(rar);

        Assert.Equal(["file"], sink.Names);
        Assert.Equal([("link", "link")], sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject!)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goes_on_behind_a_damaged_file(bool isVersion5)
    {
        var rar = isVersion5 ? RarBuilder.Rar5(Files) : RarBuilder.Rar4(Files);
        rar[rar.AsSpan().IndexOf("first"u8)] ^= 1;

        var sink = await Unpack.BytesAsync(rar);

        Assert.Equal(["folder/two.txt"], sink.Names);
        Assert.Equal([("corrupt", "one.txt")], sink.Refusals.Select(refusal => (refusal.Reason, refusal.Subject!)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Says_that_it_is_cut_off(bool isVersion5)
    {
        var rar = isVersion5 ? RarBuilder.Rar5(Files) : RarBuilder.Rar4(Files);

        var sink = await Unpack.BytesAsync(rar[..^100]);

        Assert.Equal(["one.txt"], sink.Names);
        Assert.Contains("corrupt", sink.Reasons);
    }

    private static void AssertUnpacked(RecordingSink sink)
    {
        Assert.Empty(sink.Refusals);
        Assert.Equal(Files.Select(file => file.Name), sink.Names);
        Assert.Equal(DataFiles.Second, sink.Text("folder/two.txt"));
    }
}
