using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>The key of an encrypted 7z stream.</summary>
internal static class SevenZipKey
{
    private const int KeyLength = 32;
    private const int BlockLength = 16;
    private const int PasswordIsKey = 0x3F;

    // 7-Zip writes 19; each step doubles the time, and 22 take about two seconds.
    private const int MostRoundsPower = 22;

    /// <summary>Whether deriving the key takes a bearable time.</summary>
    public static bool IsBearable(ReadOnlySpan<byte> properties) =>
        properties.Length > 0 && (properties[0] & 0x3F) is <= MostRoundsPower or PasswordIsKey;

    /// <summary>Decrypts a whole stream.</summary>
    public static byte[] Decrypt(byte[] data, ReadOnlySpan<byte> properties, string password)
    {
        if (!IsBearable(properties) || data.Length % BlockLength != 0)
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        var saltLength = 0;
        var vectorLength = 0;
        if (properties.Length > 1)
        {
            saltLength = ((properties[0] >> 7) & 1) + (properties[1] >> 4);
            vectorLength = ((properties[0] >> 6) & 1) + (properties[1] & 0xF);
        }

        if (properties.Length < saltLength + vectorLength + Math.Min(2, properties.Length))
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        var rest = properties[Math.Min(2, properties.Length)..];
        var vector = new byte[BlockLength];
        rest.Slice(saltLength, vectorLength).CopyTo(vector);
        using var aes = Aes.Create();
        aes.Key = Derive(properties[0] & 0x3F, rest[..saltLength], password);
        return aes.DecryptCbc(data, vector, PaddingMode.None);
    }

    private static byte[] Derive(int power, ReadOnlySpan<byte> salt, string password)
    {
        var secret = Encoding.Unicode.GetBytes(password);
        if (power == PasswordIsKey)
        {
            var key = new byte[KeyLength + salt.Length + secret.Length];
            salt.CopyTo(key);
            secret.CopyTo(key, salt.Length);
            return key[..KeyLength];
        }

        var round = new byte[salt.Length + secret.Length + sizeof(long)];
        salt.CopyTo(round);
        secret.CopyTo(round, salt.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0L; i < 1L << power; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(round.AsSpan(salt.Length + secret.Length), i);
            hash.AppendData(round);
        }

        return hash.GetHashAndReset();
    }
}
