using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>All that one attempt produced.</summary>
internal sealed record Harvest(IReadOnlyList<Child> Children, IReadOnlyList<Refusal> Refusals)
{
    internal static Harvest Nothing { get; } = new([], []);
}
