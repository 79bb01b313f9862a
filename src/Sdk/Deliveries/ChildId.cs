using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// The ids of child tasks: derived from what makes the child, so that a repeat of the same delivery makes the same
/// ids. Version 8 of RFC 9562 over SHA-256.
/// </summary>
internal static class ChildId
{
    private const int GuidSize = 16;

    internal static Guid Derive(Guid parentId, string identity, int generation, int ordinal)
    {
        Span<byte> source = stackalloc byte[GuidSize + (2 * sizeof(int)) + (3 * Identities.MaxLength)];
        parentId.TryWriteBytes(source, bigEndian: true, out var length);
        BinaryPrimitives.WriteInt32BigEndian(source[length..], generation);
        length += sizeof(int);
        BinaryPrimitives.WriteInt32BigEndian(source[length..], ordinal);
        length += sizeof(int);
        length += Encoding.UTF8.GetBytes(identity, source[length..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidSize], bigEndian: true);
    }
}
