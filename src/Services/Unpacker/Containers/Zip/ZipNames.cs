using System.Text;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Decodes names: UTF-8 where the entry says so, else the code page of DOS.</summary>
internal static class ZipNames
{
    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    public static string Decode(ReadOnlySpan<byte> name, ZipFlags flags) =>
        (flags.HasFlag(ZipFlags.Utf8) ? Encoding.UTF8 : Dos).GetString(name);
}
