using Karton.Contracts.Filters;

namespace Karton.LoadTest.Filters;

/// <summary>A service by what the broker knows of it.</summary>
internal sealed record BoundService(string Identity, TaskFilter Filter);
