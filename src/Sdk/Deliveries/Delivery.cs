using Karton.Contracts;
using Karton.Sdk.Catalog;

namespace Karton.Sdk.Deliveries;

/// <summary>One task given to one service.</summary>
internal sealed record Delivery(
    KartonTask Task, ServiceDefinition Service, int Generation, DateTimeOffset StartedAt);
