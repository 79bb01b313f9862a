using System.Text.Json;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;

namespace Karton.Tracking.Reports;

/// <summary>The fields that several documents have, written alike.</summary>
internal static class ReportJson
{
    private static readonly JsonEncodedText[] States = Words<AnalysisState>();
    private static readonly JsonEncodedText[] Outcomes = Words<AnalysisOutcome>();
    private static readonly JsonEncodedText[] Statuses = Words<DeliveryStatus>();

    public static void WriteState(Utf8JsonWriter writer, AnalysisState state, AnalysisOutcome? outcome)
    {
        writer.WriteString("state", States[(int)state]);
        WriteWord(writer, "outcome", outcome is { } known ? Outcomes[(int)known] : null);
    }

    public static void WriteStatus(Utf8JsonWriter writer, DeliveryStatus? status) =>
        WriteWord(writer, "status", status is { } known ? Statuses[(int)known] : null);

    public static void WriteSeconds(Utf8JsonWriter writer, TimeSpan? duration)
    {
        if (duration is { } known)
        {
            // Clocks are set back; nothing took less than no time.
            writer.WriteNumber("seconds", Math.Round(Math.Max(0, known.TotalSeconds), digits: 6));
        }
        else
        {
            writer.WriteNull("seconds");
        }
    }

    private static void WriteWord(Utf8JsonWriter writer, string name, JsonEncodedText? word)
    {
        if (word is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static JsonEncodedText[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => JsonEncodedText.Encode(JsonSerializer.Serialize(value).Trim('"')))];
}
