using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Decrypts the traditional encryption of zip.</summary>
internal sealed class ZipCryptoStream : ForwardStream
{
    private const int HeaderLength = 12;

    private static readonly uint[] Table = MakeTable();

    private readonly Stream _encrypted;
    private uint _key0 = 0x12345678;
    private uint _key1 = 0x23456789;
    private uint _key2 = 0x34567890;

    /// <exception cref="RefusedException">The password is wrong; one wrong password in 256 goes unnoticed
    /// here.</exception>
    public ZipCryptoStream(Stream encrypted, string password, ZipMember member)
    {
        _encrypted = encrypted;
        foreach (var letter in Encoding.UTF8.GetBytes(password))
        {
            Update(letter);
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        encrypted.ReadExactly(header);
        Decrypt(header);
        // Which of the two it is depends on the program that wrote it, not only on the flag.
        var check = header[^1];
        if (check != (byte)(member.Crc >> 24) && check != (byte)(member.Time >> 8))
        {
            throw new RefusedException(RefusalReasons.Encrypted, "The password does not fit.");
        }
    }

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        var read = _encrypted.Read(buffer, offset, count);
        Decrypt(buffer.AsSpan(offset, read));
        return read;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[i] = value;
        }

        return table;
    }

    private void Decrypt(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            var mask = (_key2 & 0xFFFF) | 2;
            value ^= (byte)((mask * (mask ^ 1)) >> 8);
            Update(value);
        }
    }

    private void Update(byte plain)
    {
        _key0 = Table[(byte)(_key0 ^ plain)] ^ (_key0 >> 8);
        _key1 = ((_key1 + (byte)_key0) * 0x08088405) + 1;
        _key2 = Table[(byte)(_key2 ^ (byte)(_key1 >> 24))] ^ (_key2 >> 8);
    }
}
