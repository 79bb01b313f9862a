using Karton.Contracts.Filters;

namespace Karton.Tracking.Services;

/// <summary>A service that the registry knows, with its filters compiled.</summary>
/// <param name="Identity">Its unique name.</param>
/// <param name="Filters">Its filters as JSON, as written.</param>
/// <param name="Filter">Its filters; <see langword="null"/> when they are malformed, so that it gets nothing.</param>
internal sealed record RegisteredService(string Identity, byte[] Filters, TaskFilter? Filter);
