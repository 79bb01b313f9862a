using System.Buffers.Binary;
using System.IO.Hashing;
using Karton.Services.Unpacker.Extraction;
using SharpCompress.Compressors.LZMA;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>
/// Looks through the header of a 7z file before the library gets it. The library makes lists as long as the header
/// says, and dictionaries as large; a few bytes can ask for gigabytes. What passes here holds no more than its own
/// length allows.
/// </summary>
internal sealed class SevenZipHeader(Unpacking unpacking)
{
    private const int StartLength = 32;
    private const int LongestHeader = 32 << 20;

    /// <exception cref="RefusedException">It must not be opened.</exception>
    public async Task<SevenZipSummary> ReadAsync()
    {
        var header = new SevenZipBytes(unpacking.Guard(ReadHeader));
        if (header.Left == 0)
        {
            return new SevenZipSummary(0, null);
        }

        var id = header.ReadId();
        if (id is SevenZipId.Header)
        {
            return new SevenZipSummary(ReadMemory(header), null);
        }

        if (id is not SevenZipId.EncodedHeader)
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        var streams = SevenZipStreams.Read(header);
        if (streams is not { Folders: [var folder], FirstSizes: [.., _] })
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        CheckKeys(folder);
        using var share = await unpacking.Memory.TakeAsync(folder.Memory, unpacking.CancellationToken);
        var (decoded, password) = Decode(streams, folder);
        var inner = new SevenZipBytes(decoded);
        return inner.ReadId() is SevenZipId.Header
            ? new SevenZipSummary(Math.Max(folder.Memory, ReadMemory(inner)), password)
            : throw RefusedException.Corrupt("Its header is damaged.");
    }

    private byte[] ReadHeader()
    {
        var start = new byte[StartLength];
        var source = unpacking.Source;
        source.Position = 0;
        source.ReadExactly(start);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(start.AsSpan(12));
        var length = BinaryPrimitives.ReadInt64LittleEndian(start.AsSpan(20));
        if (offset < 0 || length < 0 || offset > source.Length - StartLength
            || length > source.Length - StartLength - offset)
        {
            throw RefusedException.Corrupt("Its header lies outside of the file; it is cut off, or damaged.");
        }

        return Read(StartLength + offset, length);
    }

    private long ReadMemory(SevenZipBytes header)
    {
        long memory = 0;
        while (header.ReadId() is var id && id is not SevenZipId.End)
        {
            switch (id)
            {
                case SevenZipId.ArchiveProperties:
                    while (header.ReadId() is not SevenZipId.End)
                    {
                        header.SkipSized();
                    }

                    break;
                case SevenZipId.MainStreams:
                    var folders = SevenZipStreams.Read(header).Folders;
                    unpacking.CheckDeclared(folders.Count);
                    memory = folders.Count == 0 ? 0 : folders.Max(folder => folder.Memory);
                    foreach (var folder in folders)
                    {
                        CheckKeys(folder);
                    }

                    break;
                case SevenZipId.Files:
                    unpacking.CheckDeclared(header.ReadCount());
                    while (header.ReadId() is not SevenZipId.End)
                    {
                        header.SkipSized();
                    }

                    break;
                default:
                    throw RefusedException.Unsupported("Its header has parts that are not supported.");
            }
        }

        return memory;
    }

    private (byte[] Header, string? Password) Decode(SevenZipStreams streams, SevenZipFolder folder)
    {
        if (!folder.IsEncrypted)
        {
            return (unpacking.Guard(() => Decode(streams, folder, "")), null);
        }

        foreach (var password in unpacking.Passwords)
        {
            unpacking.Source.ThrowIfOver();
            try
            {
                return (unpacking.Guard(() => Decode(streams, folder, password)), password);
            }
            catch (RefusedException refused) when (refused.Reason is RefusalReasons.Corrupt)
            {
                // A wrong password: what comes out is garbage.
            }
        }

        throw new RefusedException(
            RefusalReasons.Encrypted,
            $"Its list of files is encrypted, and none of {unpacking.Passwords.Count} passwords opens it.");
    }

    private byte[] Decode(SevenZipStreams streams, SevenZipFolder folder, string password)
    {
        var bound = folder.Bindings.Select(binding => binding.Output).ToHashSet();
        var last = Enumerable.Range(0, folder.OutputCount).First(output => !bound.Contains(output));
        var header = Decode(streams, folder, last, password, folder.Coders.Count);
        if (streams.Crcs is [{ } crc, ..] && Crc32.HashToUInt32(header) != crc)
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        return header;
    }

    private byte[] Decode(SevenZipStreams streams, SevenZipFolder folder, int output, string password, int depth)
    {
        var coder = folder.Coders[output];
        if (depth == 0 || coder is not { Inputs: 1, Outputs: 1 } || folder.Coders.Any(other => other.Inputs != 1))
        {
            throw RefusedException.Unsupported("Its header is packed in a way that is not supported.");
        }

        var from = folder.Bindings.Where(binding => binding.Input == output).Select(binding => (int?)binding.Output)
            .FirstOrDefault();
        var data = from is null
            ? Read(StartLength + streams.PackOffset, streams.PackSizes[0])
            : Decode(streams, folder, from.Value, password, depth - 1);
        var size = streams.FirstSizes[output];
        if (size > LongestHeader)
        {
            throw TooLong(size);
        }

        switch (coder.Method)
        {
            case SevenZipCoder.Copy:
                return data;
            case SevenZipCoder.Aes:
                return SevenZipKey.Decrypt(data, coder.Properties.Span, password)[..(int)size];
            case SevenZipCoder.Lzma or SevenZipCoder.Lzma2:
                var header = new byte[size];
                using (var decoder = LzmaStream.Create(coder.Properties.ToArray(), new MemoryStream(data), -1, size))
                {
                    decoder.ReadExactly(header);
                }

                return header;
            default:
                throw RefusedException.Unsupported("Its header is packed in a way that is not supported.");
        }
    }

    private byte[] Read(long offset, long length)
    {
        var source = unpacking.Source;
        if (offset < 0 || length < 0 || offset > source.Length || length > source.Length - offset)
        {
            throw RefusedException.Corrupt("Its header lies outside of the file; it is cut off, or damaged.");
        }

        if (length > LongestHeader)
        {
            throw TooLong(length);
        }

        var bytes = new byte[length];
        source.Position = offset;
        source.ReadExactly(bytes);
        return bytes;
    }

    private static void CheckKeys(SevenZipFolder folder)
    {
        if (folder.Coders.Any(coder =>
            coder.Method == SevenZipCoder.Aes && !SevenZipKey.IsBearable(coder.Properties.Span)))
        {
            throw new RefusedException(
                RefusalReasons.Time, "It is encrypted so that trying one password takes longer than is bearable.");
        }
    }

    private static RefusedException TooLong(long length) => new(
        RefusalReasons.Memory, $"Its header is {length:N0} bytes long; at most {LongestHeader:N0} are read.");
}
