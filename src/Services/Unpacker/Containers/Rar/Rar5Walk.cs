using System.Buffers.Binary;
using System.IO.Hashing;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>Walks through the headers of a rar 5, decrypting them where they are encrypted.</summary>
internal sealed class Rar5Walk(Stream source, IReadOnlyList<string> passwords)
{
    private const int Start = 8;
    private const int LongestHeader = 2 << 20;
    private const int LongestComment = 1 << 20;

    private const ulong FileHeader = 2;
    private const ulong ServiceHeader = 3;
    private const ulong EncryptionHeader = 4;
    private const ulong EndHeader = 5;
    private const ulong HasExtra = 1;
    private const ulong HasData = 2;
    private const ulong EncryptionRecord = 1;

    private Rar5Key? _key;
    private long _memory;
    private long _members;
    private long _next = Start;

    /// <exception cref="RefusedException">It must not be opened.</exception>
    public RarLayout Read()
    {
        try
        {
            while (_next < source.Length)
            {
                if (!ReadHeader())
                {
                    return Layout();
                }
            }

            return Layout() with { Damage = "It has no end." };
        }
        catch (Exception exception)
            when (exception is EndOfStreamException or RefusedException { Reason: RefusalReasons.Corrupt })
        {
            return Layout() with { Damage = $"A header is damaged, or the data end too early, at byte {_next:N0}." };
        }
    }

    private RarLayout Layout() =>
        new()
        {
            Memory = _memory,
            Members = _members,
            IsListEncrypted = _key is not null,
            Password = _key?.Password,
        };

    /// <returns>Whether another header follows.</returns>
    private bool ReadHeader()
    {
        var (header, end) = ReadBytes(_key);
        var type = header.ReadNumber();
        var flags = header.ReadNumber();
        var extra = (flags & HasExtra) != 0 ? header.ReadNumber() : 0;
        var data = (flags & HasData) != 0 ? header.ReadNumber() : 0;
        switch (type)
        {
            case EndHeader:
                return false;
            case EncryptionHeader:
                _key = FindKey(header, end);
                break;
            case FileHeader:
            case ServiceHeader:
                _members += type == FileHeader ? 1 : 0;
                ReadFile(header, type, data);
                ReadExtra(header, extra);
                break;
            default:
                break;
        }

        if (data > (ulong)(source.Length - end))
        {
            throw new EndOfStreamException();
        }

        _next = end + (long)data;
        return true;
    }

    private void ReadFile(Rar5Header header, ulong type, ulong data)
    {
        const ulong HasTime = 2;
        const ulong HasCrc = 4;

        var flags = header.ReadNumber();
        header.ReadNumber();
        header.ReadNumber();
        header.Skip(((flags & HasTime) != 0 ? 4 : 0) + ((flags & HasCrc) != 0 ? 4 : 0));
        var method = header.ReadNumber();
        header.ReadNumber();
        var name = header.Take(header.ReadNumber());
        if (((method >> 7) & 7) != 0)
        {
            _memory = Math.Max(_memory, 0x20000L << (int)((method >> 10) & 0xF));
        }

        // The library reads a comment into memory.
        if (type == ServiceHeader && name.SequenceEqual("CMT"u8) && data > LongestComment)
        {
            throw new RefusedException(
                RefusalReasons.Memory, $"Its comment is {data:N0} bytes long; at most {LongestComment:N0} are read.");
        }
    }

    private static void ReadExtra(Rar5Header header, ulong length)
    {
        var extra = header.Tail(length);
        while (extra.Left > 0)
        {
            var record = new Rar5Header(extra.Take(extra.ReadNumber()).ToArray());
            if (record.ReadNumber() == EncryptionRecord)
            {
                record.ReadNumber();
                record.ReadNumber();
                Rar5Key.CheckRounds(record.ReadByte());
            }
        }
    }

    /// <summary>The key of the headers: the one with which the next header makes sense.</summary>
    private Rar5Key FindKey(Rar5Header header, long next)
    {
        header.ReadNumber();
        header.ReadNumber();
        var rounds = header.ReadByte();
        Rar5Key.CheckRounds(rounds);
        var salt = header.Take(16).ToArray();
        _next = next;
        foreach (var password in passwords)
        {
            var key = new Rar5Key(password, rounds, salt);
            try
            {
                ReadBytes(key);
                return key;
            }
            catch (RefusedException refused) when (refused.Reason is RefusalReasons.Corrupt)
            {
                // A wrong password.
            }
        }

        throw new RefusedException(
            RefusalReasons.Encrypted,
            $"Its list of files is encrypted, and none of {passwords.Count} passwords opens it.");
    }

    private (Rar5Header Header, long End) ReadBytes(Rar5Key? key)
    {
        source.Position = _next;
        var stream = key is null ? source : key.Decrypt(source);
        var start = new byte[4 + 3];
        stream.ReadExactly(start);
        var sized = new Rar5Header(start.AsMemory(4));
        var length = sized.ReadNumber();
        if (length is 0 or > LongestHeader)
        {
            throw RefusedException.Corrupt("A header is damaged.");
        }

        var sizeLength = 3 - sized.Left;
        var bytes = new byte[Math.Max(3, sizeLength + (int)length)];
        start.AsSpan(4).CopyTo(bytes);
        stream.ReadExactly(bytes.AsSpan(3));
        var whole = sizeLength + (int)length;
        if (Crc32.HashToUInt32(bytes.AsSpan(0, whole)) != BinaryPrimitives.ReadUInt32LittleEndian(start))
        {
            throw RefusedException.Corrupt("A header is damaged.");
        }

        var end = key is null ? _next + 4 + whole : _next + Rar5Key.LengthOf(4 + whole);
        return (new Rar5Header(bytes.AsMemory(sizeLength, (int)length)), end);
    }
}
