using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>Coders that are put together, and what goes in.</summary>
/// <param name="Coders">The coders.</param>
/// <param name="Bindings">Which input takes which output.</param>
/// <param name="PackedInputs">Which inputs take data from the file.</param>
internal sealed record SevenZipFolder(
    IReadOnlyList<SevenZipCoder> Coders,
    IReadOnlyList<(int Input, int Output)> Bindings,
    IReadOnlyList<int> PackedInputs)
{
    private const int MostCoders = 32;

    public int OutputCount => Coders.Sum(coder => coder.Outputs);

    public long Memory => Coders.Sum(coder => coder.Memory);

    public bool IsEncrypted => Coders.Any(coder => coder.Method == SevenZipCoder.Aes);

    public static SevenZipFolder Read(SevenZipBytes bytes)
    {
        var coders = new SevenZipCoder[ReadFew(bytes)];
        for (var i = 0; i < coders.Length; i++)
        {
            coders[i] = ReadCoder(bytes);
        }

        var inputs = coders.Sum(coder => coder.Inputs);
        var bindings = new (int Input, int Output)[Math.Max(0, coders.Sum(coder => coder.Outputs) - 1)];
        for (var i = 0; i < bindings.Length; i++)
        {
            bindings[i] = (ReadFew(bytes), ReadFew(bytes));
        }

        var bound = bindings.Select(binding => binding.Input).ToHashSet();
        var packed = Enumerable.Range(0, inputs).Where(input => !bound.Contains(input)).ToArray();
        if (inputs - bindings.Length > 1)
        {
            for (var i = 0; i < inputs - bindings.Length; i++)
            {
                ReadFew(bytes);
            }
        }

        return packed.Length == inputs - bindings.Length && packed.Length > 0
            ? new SevenZipFolder(coders, bindings, packed)
            : throw RefusedException.Corrupt("Its header is damaged.");
    }

    private static SevenZipCoder ReadCoder(SevenZipBytes bytes)
    {
        var flags = bytes.ReadByte();
        ulong method = 0;
        foreach (var part in bytes.Take(flags & 0xF).Span)
        {
            method = (method << 8) | part;
        }

        var (inputs, outputs) = (flags & 0x10) == 0 ? (1, 1) : (ReadFew(bytes), ReadFew(bytes));
        var properties = (flags & 0x20) == 0 ? default : bytes.Take(bytes.ReadCount());
        return new SevenZipCoder(method, properties, inputs, outputs);
    }

    private static int ReadFew(SevenZipBytes bytes)
    {
        var count = bytes.ReadNumber();
        return count <= MostCoders
            ? (int)count
            : throw RefusedException.Corrupt($"Its header declares {count:N0} coders; there are {MostCoders} at most.");
    }
}
