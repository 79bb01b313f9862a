using System.Text.Json.Serialization;

namespace Karton.Contracts;

/// <summary>How urgent a task is. Children inherit it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskPriority>))]
public enum TaskPriority
{
    /// <summary>After everything else.</summary>
    [JsonStringEnumMemberName("low")]
    Low,

    /// <summary>The default.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>Before everything else.</summary>
    [JsonStringEnumMemberName("high")]
    High,
}
