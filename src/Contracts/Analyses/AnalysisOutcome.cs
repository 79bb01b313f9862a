using System.Text.Json.Serialization;

namespace Karton.Contracts.Analyses;

/// <summary>How a completed analysis went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnalysisOutcome>))]
public enum AnalysisOutcome
{
    /// <summary>Everything was done.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>Something crashed, was refused or was skipped; the rest is there.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,
}
