using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Writes rar archives without compression, which no free program does.</summary>
internal static class RarBuilder
{
    private const int StoredMethod = 0x30;

    public static byte[] Rar4(params (string Name, byte[] Content)[] files)
    {
        var rar = new List<byte>([.. "Rar!\u001A\u0007\0"u8, .. Block4(0x73, 0, new byte[6])]);
        foreach (var (name, content) in files)
        {
            rar.AddRange(File4(name, content, StoredMethod, content.Length));
            rar.AddRange(content);
        }

        rar.AddRange(Block4(0x7B, 0x4000, []));
        return [.. rar];
    }

    public static byte[] File4(string name, byte[] packed, int method, long size)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var body = new byte[25 + bytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), (uint)size);
        body[8] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(9), ZipBuilder.Crc(packed));
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(13), 0x21 << 16);
        body[17] = 29;
        body[18] = (byte)method;
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(19), (ushort)bytes.Length);
        bytes.CopyTo(body, 25);
        return Block4(0x74, 0x8000, body);
    }

    public static byte[] Block4(byte type, ushort flags, byte[] body)
    {
        var block = new byte[7 + body.Length];
        block[2] = type;
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(5), (ushort)block.Length);
        body.CopyTo(block, 7);
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)ZipBuilder.Crc(block.AsSpan(2)));
        return block;
    }

    public static byte[] Rar5(params (string Name, byte[] Content)[] files) => Join5(header => header, files);

    /// <summary>With encrypted headers; the contents lie in the open.</summary>
    public static byte[] Rar5WithEncryptedList(string password, params (string Name, byte[] Content)[] files)
    {
        const int Rounds = 8;
        var salt = new byte[16];
        var key = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, 1 << Rounds, HashAlgorithmName.SHA256, 32);
        var list = Join5(
            header =>
            {
                using var aes = Aes.Create();
                aes.Key = key;
                var vector = new byte[16];
                var padded = new byte[(header.Length + 15) / 16 * 16];
                header.CopyTo(padded, 0);
                return [.. vector, .. aes.EncryptCbc(padded, vector, PaddingMode.None)];
            },
            files);
        return [.. list[..8], .. Block5([4, 0, 0, 0, Rounds, .. salt]), .. list[8..]];
    }

    /// <summary>The header of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its contents, stored.</param>
    /// <param name="method">Method and dictionary: 0 for stored.</param>
    /// <param name="extra">Further records.</param>
    /// <param name="type">2 for a file, 3 for a service.</param>
    public static byte[] File5(string name, byte[] content, int method = 0, byte[]? extra = null, byte type = 2)
    {
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, ZipBuilder.Crc(content));
        var bytes = Encoding.UTF8.GetBytes(name);
        extra ??= [];
        return Block5([
            type, (byte)(extra.Length > 0 ? 3 : 2), .. extra.Length > 0 ? Number(extra.Length) : [],
            .. Number(content.Length), 4, .. Number(content.Length), 0, .. crc, .. Number(method), 1,
            .. Number(bytes.Length), .. bytes, .. extra,
        ]);
    }

    public static byte[] Block5(byte[] body)
    {
        byte[] sized = [.. Number(body.Length), .. body];
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, ZipBuilder.Crc(sized));
        return [.. crc, .. sized];
    }

    public static byte[] Number(long value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) + (value > 0x7F ? 0x80 : 0)));
            value >>= 7;
        }
        while (value > 0);

        return [.. bytes];
    }

    private static byte[] Join5(Func<byte[], byte[]> seal, (string Name, byte[] Content)[] files)
    {
        var rar = new List<byte>([.. "Rar!\u001A\u0007\u0001\0"u8, .. seal(Block5([1, 0, 0]))]);
        foreach (var (name, content) in files)
        {
            rar.AddRange(seal(File5(name, content)));
            rar.AddRange(content);
        }

        rar.AddRange(seal(Block5([5, 0, 0])));
        return [.. rar];
    }
}
