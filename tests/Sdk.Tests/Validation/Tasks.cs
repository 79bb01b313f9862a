using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Sdk.Tests.Validation;

/// <summary>Tasks and resources as they come up every day.</summary>
internal static class Tasks
{
    internal static readonly string Hash = new('a', 64);

    internal static Resource Stored { get; } = new()
    {
        Name = "invoice.exe",
        Sha256 = Hash,
        Size = 123_456,
        Address = new Uri($"urn:sha256:{Hash}"),
    };

    internal static Resource Inline { get; } = new()
    {
        Name = "note.txt",
        Sha256 = Hash,
        Size = 3,
        Inline = new byte[] { 1, 2, 3 },
    };

    internal static KartonTask Ordinary { get; } = new()
    {
        Headers = new DataMap
        {
            ["type"] = "sample",
            ["kind"] = "runnable",
            ["stage"] = "recognized",
            ["platform"] = "win32",
            ["extension"] = "exe",
        },
        PersistentHeaders = new DataMap { ["quality"] = "high" },
        Payload = new DataMap { ["sample"] = Stored, ["tags"] = new[] { "exe", "packed" }, ["size"] = 123_456 },
        PersistentPayload = new DataMap { ["source"] = "mail" },
    };

    /// <summary>A list of lists of lists.</summary>
    internal static DataValue Nested(int depth)
    {
        DataValue value = 1;
        for (var i = 0; i < depth; i++)
        {
            value = new[] { value };
        }

        return value;
    }
}
