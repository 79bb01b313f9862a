using System.IO.Compression;
using System.Text;

namespace Karton.Sdk.Tests.Resources;

/// <summary>Makes zips, ordinary and hostile.</summary>
internal static class Zips
{
    internal const int Link = 0xA1FF << 16;

    internal const int Device = 0x61FF << 16;

    internal static byte[] Of(params (string Name, string Content)[] entries) =>
        Of(0, entries);

    internal static byte[] Of(int attributes, params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var target = entry.Open();
                target.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Marks every entry as encrypted.</summary>
    internal static byte[] Encrypted(byte[] zip)
    {
        var bytes = zip.ToArray();
        for (var i = 0; i < bytes.Length - 10; i++)
        {
            if (bytes.AsSpan(i).StartsWith("PK\x03\x04"u8))
            {
                bytes[i + 6] |= 1;
            }
            else if (bytes.AsSpan(i).StartsWith("PK\x01\x02"u8))
            {
                bytes[i + 8] |= 1;
            }
        }

        return bytes;
    }

    /// <summary>A file that claims to be a directory of a zip from its first byte to its last.</summary>
    internal static byte[] OnlyDirectory(int size)
    {
        var bytes = new byte[size];
        "PK\x05\x06"u8.CopyTo(bytes.AsSpan(size - 22));
        bytes[size - 22 + 8] = 1;
        bytes[size - 22 + 10] = 1;
        return bytes;
    }

    /// <summary>The same, said in the way of zips of more than 4 GiB.</summary>
    internal static byte[] OnlyDirectory64(int size)
    {
        var bytes = new byte[size];
        var end = bytes.AsSpan(size - 22);
        "PK\x05\x06"u8.CopyTo(end);
        end[8..20].Fill(0xFF);
        var locator = bytes.AsSpan(size - 42);
        "PK\x06\x07"u8.CopyTo(locator);
        BitConverter.TryWriteBytes(locator[8..], (long)size - 98);
        var end64 = bytes.AsSpan(size - 98);
        "PK\x06\x06"u8.CopyTo(end64);
        end64[24] = 1;
        end64[32] = 1;
        return bytes;
    }
}
