using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Services.Unpacker;

/// <summary>The keys that the unpacker reads and writes in payloads.</summary>
internal static class UnpackerPayload
{
    /// <summary>The archive, or the entry.</summary>
    public const string Sample = "sample";

    /// <summary>The archive that an entry comes from.</summary>
    public const string Parent = "parent";

    /// <summary>How many archives an entry has been unpacked from.</summary>
    public const string ExtractionLevel = "extraction_level";

    /// <summary>The hash of an entry whose contents stand in the same archive before it, or are the archive's own. When
    /// such an entry is an archive, it is not unpacked a second time.</summary>
    public const string DuplicateOf = "duplicate_of";

    private const string Password = "password";
    private const string Attributes = "attributes";
    private const int MostPasswords = 32;

    /// <summary>What to try: the password of the task, those in its attributes, then <paramref name="known"/>, and at
    /// last an empty one.</summary>
    public static IReadOnlyList<string> ReadPasswords(KartonTask task, IEnumerable<string> known)
    {
        var payload = task.EffectivePayload;
        var attributes = payload.TryGetValue(Attributes, out var value) ? value.AsMap() : null;
        return
        [
            .. Read(payload).Concat(attributes is null ? [] : Read(attributes)).Concat(known).Append("")
                .Distinct(StringComparer.Ordinal).Take(MostPasswords),
        ];
    }

    private static IEnumerable<string> Read(DataMap map)
    {
        if (!map.TryGetValue(Password, out var value))
        {
            return [];
        }

        IEnumerable<DataValue> values = value.AsList() ?? [value];
        return values.Select(item => item.AsString()).OfType<string>();
    }
}
