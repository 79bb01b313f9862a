using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Decrypts WinZip's AES (counter mode), and checks at the end that nothing was changed.</summary>
internal sealed class WinZipAesStream : ForwardStream
{
    private const int Rounds = 1000;
    private const int BlockLength = 16;
    private const int CodeLength = 10;

    private readonly Stream _encrypted;
    private readonly Aes _aes;
    private readonly IncrementalHash _code;
    private readonly byte[] _pad = new byte[256 * BlockLength];
    private long _rest;
    private ulong _counter = 1;
    private int _padUsed;
    private bool _checked;

    /// <exception cref="RefusedException">The password is wrong.</exception>
    public WinZipAesStream(Stream encrypted, long length, string password, WinZipAesField field)
    {
        _encrypted = encrypted;
        Span<byte> salt = stackalloc byte[field.KeyBytes / 2];
        Span<byte> check = stackalloc byte[2];
        encrypted.ReadExactly(salt);
        encrypted.ReadExactly(check);
        _rest = length - salt.Length - check.Length - CodeLength;
        // The format prescribes SHA-1 and the number of rounds.
        var keys = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, Rounds, HashAlgorithmName.SHA1, (2 * field.KeyBytes) + 2);
        if (!keys.AsSpan(2 * field.KeyBytes).SequenceEqual(check))
        {
            throw new RefusedException(RefusalReasons.Encrypted, "The password does not fit.");
        }

        _aes = Aes.Create();
        _aes.Key = keys[..field.KeyBytes];
        _code = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, keys.AsSpan(field.KeyBytes, field.KeyBytes));
        _padUsed = _pad.Length;
    }

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        var read = _encrypted.Read(buffer, offset, (int)Math.Clamp(_rest, 0, count));
        if (read == 0)
        {
            CheckCode(atEnd: count > 0);
            return 0;
        }

        var bytes = buffer.AsSpan(offset, read);
        _rest -= read;
        _code.AppendData(bytes);
        Decrypt(bytes);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _aes.Dispose();
            _code.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckCode(bool atEnd)
    {
        if (!atEnd || _checked)
        {
            return;
        }

        _checked = true;
        Span<byte> code = stackalloc byte[CodeLength];
        _encrypted.ReadExactly(code);
        if (_rest > 0 || !_code.GetHashAndReset().AsSpan(0, CodeLength).SequenceEqual(code))
        {
            throw RefusedException.Corrupt("Its authentication code does not fit its data.");
        }
    }

    private void Decrypt(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            if (_padUsed == _pad.Length)
            {
                FillPad();
            }

            value ^= _pad[_padUsed++];
        }
    }

    private void FillPad()
    {
        Array.Clear(_pad);
        for (var block = 0; block < _pad.Length; block += BlockLength)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_pad.AsSpan(block), _counter++);
        }

        // Counter mode: the counter is enciphered, block by block, and the result laid over the data.
        _aes.EncryptEcb(_pad, _pad, PaddingMode.None);
        _padUsed = 0;
    }
}
