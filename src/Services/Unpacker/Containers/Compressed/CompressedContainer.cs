using Karton.Services.Unpacker.Containers.Tar;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A compressed file, or a compressed tar, which is unpacked in one go without being stored in
/// between.</summary>
internal sealed class CompressedContainer(ICodec codec) : IContainer
{
    public async Task UnpackAsync(Unpacking unpacking)
    {
        var source = unpacking.Source;
        var memory = unpacking.Guard(() => codec.MemoryFor(source));
        using var share = await unpacking.Memory.TakeAsync(memory, unpacking.CancellationToken);
        var name = unpacking.Guard(() => codec.ReadName(source)) ?? NameInside(unpacking.Name);
        source.Position = 0;
        var decoder = unpacking.Guard(() => codec.Open(source, memory));
        try
        {
            await UnpackAsync(unpacking, decoder, name);
        }
        finally
        {
            unpacking.Close(decoder);
        }
    }

    private static async Task UnpackAsync(Unpacking unpacking, Stream decoder, string name)
    {
        var (head, failure) = ReadHead(unpacking, decoder);
        if (TarHeader.IsHeader(head.Span))
        {
            await TarContainer.UnpackAsync(unpacking, new CountedStream(new Chain(head, decoder), unpacking));
            return;
        }

        unpacking.CountMember();
        if (failure is not null)
        {
            throw failure;
        }

        await unpacking.TakeAsync(new Entry { Name = name, Open = () => new Chain(head, decoder) });
    }

    private static (ReadOnlyMemory<byte> Head, RefusedException? Failure) ReadHead(Unpacking unpacking, Stream decoder)
    {
        var head = new byte[TarHeader.BlockLength];
        var length = 0;
        try
        {
            while (length < head.Length)
            {
                var read = unpacking.Guard(() => decoder.Read(head, length, head.Length - length));
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (RefusedException refused) when (!refused.EndsArchive)
        {
            return (head.AsMemory(0, length), refused);
        }

        return (head.AsMemory(0, length), null);
    }

    private string NameInside(string name)
    {
        foreach (var (ending, replacement) in codec.Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^ending.Length] + replacement;
            }
        }

        return name;
    }
}
