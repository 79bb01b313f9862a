using Karton.Services.Unpacker.Extraction;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>7z.</summary>
internal sealed class SevenZipContainer : IContainer
{
    public async Task UnpackAsync(Unpacking unpacking)
    {
        var summary = await new SevenZipHeader(unpacking).ReadAsync();
        using var share = await unpacking.Memory.TakeAsync(summary.Memory, unpacking.CancellationToken);
        var passwords = summary.Password is null ? unpacking.Passwords : [summary.Password];
        await new MemberWalk(unpacking, password => Open(unpacking, password)).UnpackAsync(passwords);
    }

    private static StreamedMembers Open(Unpacking unpacking, string password)
    {
        var whole = new Section(unpacking.Source, 0, unpacking.Source.Length);
        var options = new ReaderOptions { Password = password, LeaveStreamOpen = true };
        return new StreamedMembers(SevenZipArchive.OpenArchive(whole, options).ExtractAllEntries(), isSolid: true);
    }
}
