using Karton.Contracts.Tracking;
using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Deliveries;

/// <summary>Shows what a service would have told the ledger and sent to others.</summary>
internal sealed partial class DebugLog(ILogger<DebugLog> logger)
{
    internal void Show(Delivery delivery, DeliveryEnd end)
    {
        foreach (var child in end.Harvest.Children)
        {
            Would(
                delivery.Service.Identity,
                child.Task.EffectiveHeaders.ToString(),
                child.Task.Resources.Select(resource => resource.Name).ToArray());
        }

        HasEnded(
            delivery.Service.Identity,
            delivery.Task.TaskId,
            end.Verdict.Status,
            end.Harvest.Children.Count,
            end.Error?.Message ?? end.Verdict.Reason);
    }

    [LoggerMessage(1106, LogLevel.Information,
        "{Identity} would have sent a task with {Headers} and the resources {Resources}")]
    private partial void Would(string identity, string headers, string[] resources);

    [LoggerMessage(1107, LogLevel.Information,
        "{Identity} ended task {TaskId} as {Status} with {Children} children {Reason}")]
    private partial void HasEnded(
        string identity, Guid taskId, DeliveryStatus status, int children, string? reason);
}
