using System.Text.Json.Serialization;

namespace Karton.Contracts.Tracking;

/// <summary>How a delivery ended. Each delivery ends in exactly one of these.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    /// <summary>The service did its work.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>The service failed: an exception, its time limit, or it was lost with its process.</summary>
    [JsonStringEnumMemberName("crashed")]
    Crashed,

    /// <summary>The analysis was cancelled.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>The deadline passed before the work began.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>The service did not want the task: its filters have changed, or the task is malformed.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Not worked on: over depth or budget, or a duplicate.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>The service was removed.</summary>
    [JsonStringEnumMemberName("abandoned")]
    Abandoned,
}
