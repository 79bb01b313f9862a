using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// The ids of child tasks: derived from what makes the child, so that a repeat of the same delivery makes the same
/// ids. Version 8 of RFC 9562 over SHA-256, of which the first 6 bytes give way to the end of the parent's id and the
/// ordinal: siblings, which are written together, then lie together in every index.
/// </summary>
internal static class ChildId
{
    private const int GuidSize = 16;
    private const int FamilySize = 3;

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
        source[(GuidSize - FamilySize)..GuidSize].CopyTo(hash);
        hash[3] = (byte)(ordinal >> 16);
        hash[4] = (byte)(ordinal >> 8);
        hash[5] = (byte)ordinal;
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidSize], bigEndian: true);
    }
}
