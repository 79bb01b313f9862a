using System.Text.Json.Serialization;

namespace Karton.Contracts.Analyses;

/// <summary>Where an analysis stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnalysisState>))]
public enum AnalysisState
{
    /// <summary>Known; no service has answered yet.</summary>
    [JsonStringEnumMemberName("submitted")]
    Submitted,

    /// <summary>At least one delivery is open.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>No delivery is open.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Stopped by a person.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Stopped because its time was over.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,
}
