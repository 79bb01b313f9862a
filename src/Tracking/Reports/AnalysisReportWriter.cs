using System.Text.Json;
using System.Text.Json.Serialization;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;

namespace Karton.Tracking.Reports;

/// <summary>
/// Writes a report as one line of JSON (docs/json-report.md). The text is ASCII without control characters, whatever
/// the sample holds, and memory does not grow with the tree.
/// </summary>
public static class AnalysisReportWriter
{
    /// <summary>Rises when a field changes its meaning or goes; new fields may come without.</summary>
    public const int Version = 1;

    private const int FlushAt = 32 * 1024;

    // A tree may be deeper than any limit of ours: the writer holds a position, no stack.
    private static readonly JsonWriterOptions Options = new() { MaxDepth = int.MaxValue };

    // Called itself and not through the serializer, whose limit of 64 levels would count those of the tree.
    private static readonly JsonConverter<DataMap> Headers =
        (JsonConverter<DataMap>)JsonSerializerOptions.Default.GetConverter(typeof(DataMap));

    /// <summary>Writes the report and a line feed. <paramref name="output"/> is flushed, not disposed.</summary>
    public static async Task WriteAsync(Stream output, AnalysisReport report, CancellationToken cancellationToken)
    {
        await using (var writer = new Utf8JsonWriter(output, Options))
        {
            WriteFigures(writer, report);
            writer.WritePropertyName("tree");
            await WriteTreeAsync(writer, report.Root, cancellationToken);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        await output.FlushAsync(cancellationToken);
    }

    private static void WriteFigures(Utf8JsonWriter writer, AnalysisReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteString("file", report.Root?.Name);
        writer.WriteString("analysisId", report.AnalysisId);
        ReportJson.WriteState(writer, report.State, report.Outcome);
        writer.WriteNumber("samples", report.Samples);
        writer.WriteNumber("tasks", report.Tasks);
        writer.WriteNumber("crashed", report.Crashed);
        writer.WriteNumber("refused", report.Refused);
        ReportJson.WriteSeconds(writer, report.Duration);
    }

    private static async Task WriteTreeAsync(
        Utf8JsonWriter writer, SampleNode? root, CancellationToken cancellationToken)
    {
        if (root is null)
        {
            writer.WriteNullValue();
            return;
        }

        var open = new Stack<(SampleNode Node, int Next)>();
        WriteNodeStart(writer, root);
        open.Push((root, 0));
        while (open.TryPop(out var top))
        {
            if (top.Next == top.Node.Children.Count)
            {
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            else
            {
                open.Push((top.Node, top.Next + 1));
                var child = top.Node.Children[top.Next];
                WriteNodeStart(writer, child);
                open.Push((child, 0));
            }

            if (writer.BytesPending >= FlushAt)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }
    }

    private static void WriteNodeStart(Utf8JsonWriter writer, SampleNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("name", node.Name);
        writer.WriteString("sha256", node.Sha256);
        if (node.Size is { } size)
        {
            writer.WriteNumber("size", size);
        }
        else
        {
            writer.WriteNull("size");
        }

        writer.WritePropertyName("headers");
        Headers.Write(writer, node.Headers, JsonSerializerOptions.Default);
        WriteTexts(writer, "tags", node.Tags);
        writer.WriteStartArray("deliveries");
        foreach (var delivery in node.Deliveries)
        {
            WriteDelivery(writer, delivery);
        }

        writer.WriteEndArray();
        WriteTexts(writer, "skipped", node.Skipped);
        writer.WriteStartArray("children");
    }

    private static void WriteDelivery(Utf8JsonWriter writer, DeliveryRecord delivery)
    {
        writer.WriteStartObject();
        writer.WriteString("identity", delivery.Identity);
        writer.WriteString("version", delivery.Version);
        ReportJson.WriteStatus(writer, delivery.Status);
        ReportJson.WriteSeconds(writer, delivery.EndedAt - delivery.StartedAt);
        writer.WriteNumber("attempts", delivery.Attempts);
        writer.WriteString("reason", delivery.Reason);
        WriteError(writer, delivery.Error);
        writer.WriteStartArray("refusals");
        foreach (var refusal in delivery.Refusals)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", refusal.Reason);
            writer.WriteString("message", refusal.Message);
            writer.WriteString("subject", refusal.Subject);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, DeliveryError? error)
    {
        if (error is null)
        {
            writer.WriteNull("error");
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("reason", error.Reason);
        writer.WriteString("type", error.Type);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
