using System.Security.Cryptography;

namespace Karton.Sdk.Servers;

/// <summary>Says what is wrong with a file that a setting names.</summary>
internal static class FileFault
{
    internal static string? Of(string setting, string? path, Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            return $"{setting} is '{path}', which cannot be read: {e.Message}";
        }
    }
}
