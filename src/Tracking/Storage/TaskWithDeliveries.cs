using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

/// <summary>A task and its deliveries, by identity and then generation.</summary>
internal readonly record struct TaskWithDeliveries(
    byte[] Body, string? SkippedBecause, IReadOnlyList<DeliveryRow> Deliveries);
