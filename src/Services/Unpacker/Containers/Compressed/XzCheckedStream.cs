using System.Buffers.Binary;
using System.Security.Cryptography;
using Karton.Services.Unpacker.Extraction;
using SharpCompress.Compressors.Xz;
using Crc32 = System.IO.Hashing.Crc32;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A block's decoder, with the block's check compared at its end. Disposes <paramref name="lzma"/>, which
/// gives the dictionary back; the library's filters on top of it dispose nothing.</summary>
internal sealed class XzCheckedStream(Stream decoder, Stream lzma, XzCheck check, Stream expected) : ForwardStream
{
    private static readonly int[] Lengths = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

    private readonly Crc32? _crc32 = check is XzCheck.Crc32 ? new Crc32() : null;
    private readonly IncrementalHash? _sha256 =
        check is XzCheck.Sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    private ulong _crc64 = ulong.MaxValue;
    private bool _ended;

    /// <summary>How long a check of this kind is.</summary>
    public static int LengthOf(XzCheck check) => Lengths[(int)check];

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        if (_ended || count == 0)
        {
            return 0;
        }

        var read = decoder.Read(buffer, offset, count);
        if (read > 0)
        {
            Update(buffer, offset, read);
            return read;
        }

        _ended = true;
        Compare();
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lzma.Dispose();
            _sha256?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Update(byte[] buffer, int offset, int count)
    {
        _crc32?.Append(buffer.AsSpan(offset, count));
        _sha256?.AppendData(buffer, offset, count);
        if (check is XzCheck.Crc64)
        {
            _crc64 = Crc64.UpdateXz(_crc64, buffer.AsSpan(offset, count));
        }
    }

    private void Compare()
    {
        Span<byte> declared = stackalloc byte[LengthOf(check)];
        expected.ReadExactly(declared);
        var fits = check switch
        {
            XzCheck.Crc32 => BinaryPrimitives.ReadUInt32LittleEndian(declared) == _crc32!.GetCurrentHashAsUInt32(),
            XzCheck.Crc64 => BinaryPrimitives.ReadUInt64LittleEndian(declared) == ~_crc64,
            XzCheck.Sha256 => declared.SequenceEqual(_sha256!.GetHashAndReset()),
            _ => true,
        };
        if (!fits)
        {
            throw RefusedException.Corrupt("A block's check does not fit its data.");
        }
    }
}
