using Karton.Services.Unpacker.Extraction;
using SharpCompress.Archives.Rar;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>rar, versions 1.5 to 5.</summary>
internal sealed class RarContainer : IContainer
{
    public async Task UnpackAsync(Unpacking unpacking)
    {
        var layout = unpacking.Guard(() => RarLayout.Read(unpacking.Source, unpacking.Passwords));
        unpacking.CheckDeclared(layout.Members);
        using var share = await unpacking.Memory.TakeAsync(layout.Memory, unpacking.CancellationToken);
        var passwords = layout.Password is null ? unpacking.Passwords : [layout.Password];
        await new MemberWalk(unpacking, password => Open(unpacking, password))
        {
            IsListEncrypted = layout.IsListEncrypted,
        }.UnpackAsync(passwords);
        if (layout.Damage is not null)
        {
            throw RefusedException.Corrupt(layout.Damage);
        }
    }

    private static RarMembers Open(Unpacking unpacking, string password)
    {
        var whole = new Section(unpacking.Source, 0, unpacking.Source.Length);
        var options = new ReaderOptions { Password = password, LeaveStreamOpen = true };
        return new RarMembers((RarArchive)RarArchive.OpenArchive(whole, options));
    }
}
