using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Zip in all its variants: zip64, encrypted, with something put before it, cut off.</summary>
internal sealed class ZipContainer : IContainer
{
    private const int HeaderLength = 30;
    private const uint HeaderSignature = 0x04034b50;

    public async Task UnpackAsync(Unpacking unpacking)
    {
        var source = unpacking.Source;
        var listing = unpacking.Guard(() => ZipDirectory.Read(source, unpacking.Limits.Entries + 1));
        var passwords = new LinkedList<string>(unpacking.Passwords);
        foreach (var member in listing.Members)
        {
            unpacking.CountMember();
            if (member.IsDirectory)
            {
                continue;
            }

            if (await TryTakeAsync(unpacking, member, passwords) is { } refusal)
            {
                unpacking.Refuse(refusal, member.Name);
            }
        }

        if (listing.Damage is not null)
        {
            throw RefusedException.Corrupt(listing.Damage);
        }
    }

    private static async Task<RefusedException?> TryTakeAsync(
        Unpacking unpacking, ZipMember member, LinkedList<string> passwords)
    {
        try
        {
            if (member.IsLink)
            {
                throw new RefusedException(RefusalReasons.Link, "It is a symbolic link.");
            }

            var data = unpacking.Guard(() => FindData(unpacking.Source, member));
            return member.IsEncrypted
                ? await TryPasswordsAsync(unpacking, member, data, passwords)
                : await unpacking.TryTakeAsync(MakeEntry(unpacking, member, data, password: null));
        }
        catch (RefusedException refused) when (!refused.EndsArchive)
        {
            return refused;
        }
    }

    private static async Task<RefusedException?> TryPasswordsAsync(
        Unpacking unpacking, ZipMember member, Section data, LinkedList<string> passwords)
    {
        RefusedException? refusal = null;
        for (var password = passwords.First; password is not null; password = password.Next)
        {
            var failure = await TryAsync(unpacking, member, data, password.Value);
            if (failure is null)
            {
                // Most likely the next entry's as well.
                passwords.Remove(password);
                passwords.AddFirst(password);
                return null;
            }

            refusal = failure.Reason is RefusalReasons.Encrypted or RefusalReasons.Corrupt ? refusal : failure;
        }

        // Some malware sets the flag on entries that are not encrypted, to keep unpackers out.
        if (member.Aes is null && await TryAsync(unpacking, member, data, password: null) is null)
        {
            return null;
        }

        return refusal ?? new RefusedException(
            RefusalReasons.Encrypted, $"It is encrypted, and none of {passwords.Count} passwords opens it.");
    }

    private static async Task<RefusedException?> TryAsync(
        Unpacking unpacking, ZipMember member, Section data, string? password)
    {
        try
        {
            return await unpacking.TryTakeAsync(
                MakeEntry(unpacking, member, data, password) with { IsTrial = true });
        }
        catch (RefusedException refused) when (!refused.EndsArchive)
        {
            return refused;
        }
    }

    private static Section FindData(SourceStream source, ZipMember member)
    {
        var header = new byte[HeaderLength];
        if (member.SharesHeader)
        {
            throw new RefusedException(RefusalReasons.Overlap, "It lists the same data as an entry before it.");
        }

        if (member.HeaderOffset < 0 || member.HeaderOffset > source.Length - HeaderLength || member.CompressedSize < 0)
        {
            throw RefusedException.Corrupt("Its place lies outside of the archive.");
        }

        source.Position = member.HeaderOffset;
        source.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature)
        {
            throw RefusedException.Corrupt("There is no entry at the place that the directory tells.");
        }

        var start = member.HeaderOffset + HeaderLength
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26))
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        if (member.CompressedSize > source.Length - start)
        {
            throw RefusedException.Corrupt("The data end too early.");
        }

        if (start + member.CompressedSize > member.Bound)
        {
            throw new RefusedException(RefusalReasons.Overlap, "Its data reach into the next entry.");
        }

        return new Section(source, start, member.CompressedSize);
    }

    private static Entry MakeEntry(Unpacking unpacking, ZipMember member, Section data, string? password)
    {
        var aes = password is null ? null : member.Aes;
        var method = aes?.Method ?? member.Method;
        var memory = unpacking.Guard(() => ReadMemory(method, member, data, password));
        return new Entry
        {
            Name = member.Name,
            Size = member.Size < 0 ? null : member.Size,
            Crc = member.Size < 0 || aes?.Version == 2 ? null : member.Crc,
            Memory = memory,
            StandsAlone = true,
            Open = () =>
            {
                var plain = Decrypt(member, data, password, out var length);
                return ZipDecoder.Open(method, plain, length, memory, member);
            },
        };
    }

    private static long ReadMemory(ZipMethod method, ZipMember member, Section data, string? password)
    {
        if (method is ZipMethod.Stored or ZipMethod.Deflate)
        {
            return 0;
        }

        var head = new byte[ZipDecoder.HeadLength];
        var plain = Decrypt(member, data, password, out _);
        var length = plain.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return ZipDecoder.MemoryFor(method, head.AsSpan(0, length), member);
    }

    private static Stream Decrypt(ZipMember member, Section data, string? password, out long length)
    {
        data.Position = 0;
        length = data.Length;
        if (password is null)
        {
            return data;
        }

        if (member.Aes is { } aes)
        {
            length -= (aes.KeyBytes / 2) + 12;
            return new WinZipAesStream(data, data.Length, password, aes);
        }

        if (member.Method is ZipMethod.Aes)
        {
            throw RefusedException.Corrupt("It is encrypted with AES and does not tell how.");
        }

        length -= 12;
        return new ZipCryptoStream(data, password, member);
    }
}
