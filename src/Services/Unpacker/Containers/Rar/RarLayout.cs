using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>
/// What is known of a rar from its headers before the library opens it: how much memory its decoders take, whether its
/// list of files is encrypted, and whether it is whole; the library takes a damaged header for the end.
/// </summary>
internal sealed record RarLayout
{
    private const int Rar4Start = 7;
    private const int Rar4HeaderLength = 7;
    private const int Rar4Window = 4 << 20;
    private const byte Stored = 0x30;

    /// <summary>What the decoders take.</summary>
    public long Memory { get; init; }

    /// <summary>What opens the list of files; <see langword="null"/> when that is not encrypted, or no password is
    /// proven to open it.</summary>
    public string? Password { get; init; }

    public bool IsListEncrypted { get; init; }

    /// <summary>How many members were counted.</summary>
    public long Members { get; init; }

    /// <summary>What is wrong with it; <see langword="null"/> when nothing is.</summary>
    public string? Damage { get; init; }

    /// <exception cref="RefusedException">It must not be opened.</exception>
    public static RarLayout Read(Stream source, IReadOnlyList<string> passwords)
    {
        Span<byte> marker = stackalloc byte[8];
        source.Position = 0;
        source.ReadExactly(marker);
        return marker[6] == 0 ? ReadRar4(source) : new Rar5Walk(source, passwords).Read();
    }

    /// <summary>The windows of rar 4 are small, but its data may begin with a PPMd model that is not.</summary>
    private static RarLayout ReadRar4(Stream source)
    {
        const byte Archive = 0x73;
        const byte File = 0x74;
        const byte Sub = 0x7A;
        const byte End = 0x7B;
        const int HasData = 0x8000;
        const int IsLarge = 0x100;
        const int IsEncrypted = 0x80;
        const int IsContinuation = 1;
        const int IsFileEncrypted = 4;

        var layout = new RarLayout { Memory = Rar4Window };
        var header = new byte[Rar4HeaderLength + 29];
        long next = Rar4Start;
        while (next < source.Length)
        {
            source.Position = next;
            Array.Clear(header);
            var read = source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            var type = header[2];
            var flags = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(3));
            var length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(5));
            if (read < Rar4HeaderLength || length < Rar4HeaderLength || type is < Archive - 1 or > End)
            {
                return layout with { Damage = $"A header is damaged, at byte {next:N0}." };
            }

            if (type is Archive && (flags & IsEncrypted) != 0)
            {
                return layout with { IsListEncrypted = true };
            }

            if (type is End)
            {
                return layout;
            }

            if (type == File)
            {
                var isReadable = (flags & (IsContinuation | IsFileEncrypted)) == 0 && header[25] != Stored;
                var model = isReadable ? ReadModel(source, next + length) : 0;
                layout = layout with { Members = layout.Members + 1, Memory = Math.Max(layout.Memory, model) };
            }

            next += length;
            if ((flags & HasData) != 0)
            {
                next += BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(7));
                next += type is File or Sub && (flags & IsLarge) != 0
                    ? (long)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(32)) << 32
                    : 0;
            }
        }

        return next == source.Length ? layout : layout with { Damage = "The data end too early." };
    }

    /// <summary>The memory of the PPMd model that data begin with: their first bits tell, and their second byte its
    /// size.</summary>
    private static long ReadModel(Stream source, long offset)
    {
        const int IsModel = 0x80;
        const int IsNew = 0x20;

        source.Position = offset;
        var flags = source.ReadByte();
        var size = source.ReadByte();
        return size >= 0 && (flags & IsModel) != 0 && (flags & IsNew) != 0
            ? DecoderMemory.ForModel((uint)(size + 1) << 20)
            : 0;
    }
}
