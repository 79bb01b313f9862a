using CsCheck;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

/// <summary>Random values of every kind, with the odd ones more often than chance has them.</summary>
internal static class Arbitrary
{
    private const int MaxDepth = 5;

    private static readonly Gen<string> Digits = Gen.OneOf(
        Gen.Int[0, 1_000_000].Select(number => $"{number}"),
        Gen.Char['1', '9'].Select(Gen.String[Gen.Char['0', '9'], 0, 60], (first, rest) => first + rest));

    /// <summary>Numbers as JSON writes them: of any size, with fractions and exponents.</summary>
    internal static Gen<string> NumberText { get; } = Gen.Select(
        OneOfTexts("", "-"),
        Digits,
        Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char['0', '9'], 1, 30].Select(fraction => "." + fraction)),
        Gen.OneOf(
            Gen.Const(""),
            Gen.Select(
                OneOfTexts("e", "E", "e+", "E-"),
                Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, int.MaxValue]),
                (sign, exponent) => sign + exponent)),
        (sign, whole, fraction, exponent) => sign + whole + fraction + exponent);

    /// <summary>Any characters, halves of surrogate pairs and NUL among them.</summary>
    internal static Gen<string> Text { get; } = Gen.OneOf(
        Gen.String[Gen.Char, 0, 20],
        Gen.String[Gen.Char['a', 'c'], 0, 3],
        OneOfTexts("", "\0", "\"\\/\b\f\n\r\t", "\u2028\u202e", "\ud83d\ude00", "\ud83d", "\ude00\ud83d"));

    internal static Gen<DataMap> Map { get; } = MapOf(MaxDepth);

    internal static Gen<DataValue> Value { get; } = ValueOf(MaxDepth);

    private static Gen<string> OneOfTexts(params string[] texts) =>
        Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Gen<DataValue> ValueOf(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Const(DataValue.Null),
            Gen.Bool.Select(value => (DataValue)value),
            Gen.Long.Select(value => (DataValue)value),
            NumberText.Select(DataValue.Number),
            Text.Select(value => (DataValue)value));
        return depth == 0
            ? leaf
            : Gen.Frequency(
                (4, leaf),
                (1, ValueOf(depth - 1).Array[0, 4].Select(items => (DataValue)items)),
                (1, MapOf(depth - 1).Select(map => (DataValue)map)),
                (1, ResourceOf(depth - 1).Select(resource => (DataValue)resource)));
    }

    private static Gen<DataMap> MapOf(int depth) => Gen.Select(Text, ValueOf(depth)).Array[0, 4].Select(entries =>
        new DataMap(entries.Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))));

    private static Gen<Resource> ResourceOf(int depth) => Gen.Select(
        Text,
        Gen.String[Gen.Char['0', 'f'], 64, 64],
        Gen.Long[0, long.MaxValue],
        Gen.OneOf(Gen.Const((byte[]?)null), Gen.Byte.Array[0, 20].Select(bytes => (byte[]?)bytes)),
        Gen.Bool,
        MapOf(Math.Min(depth, 1)),
        (name, sha256, size, content, isDirectory, metadata) => new Resource
        {
            Name = name,
            Sha256 = sha256,
            Size = size,
            Address = content is null ? new Uri("urn:sha256:" + new string('a', 64)) : null,
            Inline = content is null ? null : new ReadOnlyMemory<byte>(content),
            IsDirectory = isDirectory,
            Metadata = metadata,
        });
}
