using Karton.Contracts.Data;

namespace Karton.Services.Classifier;

/// <summary>What the classifier writes into payloads besides what is there.</summary>
internal static class ClassifierPayload
{
    /// <summary>The sample itself.</summary>
    public const string Sample = "sample";

    /// <summary>What libmagic says of it.</summary>
    public const string Magic = "magic";

    private const string Tags = "tags";
    private const string Sha256 = "sha256";

    /// <summary>The payload of the task for the sample that was looked at. Some services read the hash from the
    /// sample's metadata, so it is put there.</summary>
    /// <param name="payload">The payload that came in.</param>
    /// <param name="sample">The sample in it.</param>
    /// <param name="magic">What it was said to be.</param>
    /// <param name="tag">The tag of its classification, which is put before the others; <see langword="null"/> to leave
    /// the tags as they are.</param>
    public static DataMap Complete(DataMap payload, Resource sample, string magic, string? tag)
    {
        var completed = new DataMap(payload) { [Sample] = WithHash(sample), [Magic] = magic };
        return tag is null ? completed : new DataMap(completed) { [Tags] = Prepend(tag, payload) };
    }

    private static Resource WithHash(Resource sample) => sample.Metadata.ContainsKey(Sha256)
        ? sample
        : sample with { Metadata = new DataMap(sample.Metadata) { [Sha256] = sample.Sha256 } };

    /// <summary>Tags are a list; a single one that some service left without a list is kept too.</summary>
    private static DataValue Prepend(string tag, DataMap payload)
    {
        payload.TryGetValue(Tags, out var old);
        IReadOnlyList<DataValue> others = old.Kind == DataKind.Null ? [] : old.AsList() ?? [old];
        return DataValue.List([tag, .. others]);
    }
}
