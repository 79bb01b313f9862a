using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Chaos.Services;

/// <summary>The tasks of the services here.</summary>
internal static class ChaosTasks
{
    internal static KartonTask Root(string kind) => new() { Headers = Headers(kind) };

    internal static DataMap Headers(string kind) => new() { ["type"] = "chaos", ["kind"] = kind };
}
