using System.Globalization;
using System.Security.Cryptography;

namespace Karton.Sdk;

internal static class InstanceNames
{
    private const int LongestMachineName = 60;

    internal static string Create()
    {
        var machine = string.Concat(Environment.MachineName
            .Take(LongestMachineName)
            .Select(letter => Identities.IsAllowed(letter) ? letter : '_'));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{machine}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
    }
}
