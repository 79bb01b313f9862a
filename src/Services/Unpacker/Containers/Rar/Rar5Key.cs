using System.Security.Cryptography;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>The key of the encrypted headers of a rar 5.</summary>
internal sealed class Rar5Key(string password, int rounds, byte[] salt)
{
    private const int KeyLength = 32;
    private const int BlockLength = 16;

    // WinRAR writes 15; each step doubles the time, and 20 take about a second for each file.
    private const int MostRoundsPower = 20;

    private readonly byte[] _key = Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password), salt, 1 << rounds, HashAlgorithmName.SHA256, KeyLength);

    public string Password { get; } = password;

    /// <exception cref="RefusedException">Deriving the key would take too long.</exception>
    public static void CheckRounds(int rounds)
    {
        if (rounds > MostRoundsPower)
        {
            throw new RefusedException(
                RefusalReasons.Time, "It is encrypted so that trying one password takes longer than is bearable.");
        }
    }

    /// <summary>How long a header of this length is when it is encrypted.</summary>
    public static int LengthOf(int plain) => BlockLength + ((plain + BlockLength - 1) / BlockLength * BlockLength);

    /// <summary>Decrypts what follows at the stream's position: the start vector, then blocks.</summary>
    public Stream Decrypt(Stream source)
    {
        var vector = new byte[BlockLength];
        source.ReadExactly(vector);
        var aes = Aes.Create();
        aes.Key = _key;
        aes.Padding = PaddingMode.None;
        return new CryptoStream(
            source, aes.CreateDecryptor(_key, vector), CryptoStreamMode.Read, leaveOpen: true);
    }
}
