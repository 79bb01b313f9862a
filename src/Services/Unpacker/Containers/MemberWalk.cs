using Karton.Services.Unpacker.Extraction;
using SharpCompress.Archives.Rar;
using SharpCompress.Common;
using SharpCompress.Common.Rar;
using SharpCompress.Common.SevenZip;
using Entry = Karton.Services.Unpacker.Extraction.Entry;

namespace Karton.Services.Unpacker.Containers;

/// <summary>
/// Takes the members that the library reads, one after the other. When an encrypted one cannot be read, the archive is
/// opened anew with the next password; when one is refused and the reader is lost in the middle of it, the archive is
/// opened anew, too, and the walk goes on behind it.
/// </summary>
internal sealed class MemberWalk(Unpacking unpacking, Func<string, IMemberReader> open)
{
    private const int UnixFileType = 0xF000;
    private const int UnixLink = 0xA000;
    private const int WindowsLink = 0x400;
    private const int HasUnixMode = 0x8000;

    private int _done;
    private bool _isProven;

    private enum Step
    {
        Next,
        Again,
        OtherPassword,
    }

    /// <summary>Whether nothing at all can be read without the password.</summary>
    public bool IsListEncrypted { get; init; }

    /// <summary>Takes all entries.</summary>
    /// <param name="passwords">The passwords to try.</param>
    /// <exception cref="RefusedException">The archive, or what is left of it, cannot be read.</exception>
    public async Task UnpackAsync(IReadOnlyList<string> passwords)
    {
        var tried = 0;
        while (tried < passwords.Count)
        {
            switch (await WalkAsync(passwords[tried], tried == passwords.Count - 1))
            {
                case Step.Next:
                    return;
                case Step.OtherPassword:
                    tried++;
                    break;
                default:
                    break;
            }
        }

        throw new RefusedException(
            RefusalReasons.Encrypted, $"It is encrypted, and none of {passwords.Count} passwords opens it.");
    }

    private static bool IsLink(IEntry entry) => entry switch
    {
        RarEntry rar => rar.IsRedir,
        SevenZipEntry { Attrib: { } attributes } =>
            (attributes & WindowsLink) != 0
            || ((attributes & HasUnixMode) != 0 && ((attributes >> 16) & UnixFileType) == UnixLink),
        _ => false,
    };

    private async Task<Step> WalkAsync(string password, bool isLastPassword)
    {
        IMemberReader? reader = null;
        try
        {
            reader = unpacking.Guard(() => open(password));
            var index = 0;
            for (; Move(reader); index++)
            {
                _isProven |= IsListEncrypted;
                if (index < _done)
                {
                    continue;
                }

                var step = await TakeAsync(reader, isLastPassword);
                if (step is not Step.Next)
                {
                    return step;
                }
            }

            return IsListEncrypted && index == 0 ? Step.OtherPassword : Step.Next;
        }
        catch (RefusedException refused) when (!_isProven && MayBePassword(refused))
        {
            return Step.OtherPassword;
        }
        finally
        {
            if (reader is not null)
            {
                unpacking.Close(reader);
            }
        }
    }

    private bool MayBePassword(RefusedException refused) => refused.Reason is RefusalReasons.Encrypted
        || (refused.Reason is RefusalReasons.Corrupt && IsListEncrypted);

    private bool Move(IMemberReader reader)
    {
        unpacking.Source.ThrowIfOver();
        return unpacking.Guard(reader.MoveNext);
    }

    private async Task<Step> TakeAsync(IMemberReader reader, bool isLastPassword)
    {
        var member = reader.Current;
        var (name, isDirectory, isEncrypted, isLink) = unpacking.Guard(
            () => (member.Key ?? "", member.IsDirectory, member.IsEncrypted, IsLink(member)));
        RefusedException? refusal = null;
        if (isLink)
        {
            unpacking.Refuse(new RefusedException(RefusalReasons.Link, "It is a link."), name);
        }
        else if (member is RarArchiveEntry { IsComplete: false })
        {
            unpacking.Refuse(RefusedException.Unsupported("It goes on in another part of the archive."), name);
        }
        else if (!isDirectory)
        {
            var isTrial = isEncrypted && !_isProven;
            var entry = unpacking.Guard(() => MakeEntry(reader, name)) with { IsTrial = isTrial };
            refusal = await unpacking.TryTakeAsync(entry);
            if (isTrial && refusal?.Reason is RefusalReasons.Corrupt or RefusalReasons.Encrypted)
            {
                if (!isLastPassword)
                {
                    return Step.OtherPassword;
                }

                refusal = new RefusedException(
                    RefusalReasons.Encrypted, "It is encrypted, and no known password opens it.");
            }

            _isProven |= isEncrypted && refusal is null;
        }

        _done++;
        unpacking.CountMember();
        if (refusal is null)
        {
            return Step.Next;
        }

        if (reader.IsSolid && refusal.Reason is RefusalReasons.Encrypted)
        {
            throw refusal;
        }

        unpacking.Refuse(refusal, name);
        if (reader.IsSolid)
        {
            throw RefusedException.LostBehind(refusal);
        }

        return reader.IsRandomAccess ? Step.Next : Step.Again;
    }

    private static Entry MakeEntry(IMemberReader reader, string name)
    {
        var member = reader.Current;
        var isSevenZip = member is SevenZipEntry;
        return new Entry
        {
            Name = name,
            Size = reader.Size,
            Crc = isSevenZip && member.Crc != 0 ? (uint)member.Crc : null,
            StandsAlone = !reader.IsSolid,
            Open = reader.Open,
            Abandon = reader.Abandon,
        };
    }
}
