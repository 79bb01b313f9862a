using Karton.Contracts.Data;

namespace Karton.Sdk.Validation;

internal static class Conflicts
{
    /// <summary>A key that both have with different values: the plain value would never be seen.</summary>
    internal static string? Find(DataMap plain, DataMap persistent)
    {
        if (plain.Count == 0 || persistent.Count == 0)
        {
            return null;
        }

        foreach (var (key, value) in persistent)
        {
            if (plain.TryGetValue(key, out var other) && other != value)
            {
                return key;
            }
        }

        return null;
    }
}
