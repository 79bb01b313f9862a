using System.Text.Json;
using Karton.Cli.Text;
using Karton.Tracking.Reading;

namespace Karton.Cli.Status;

/// <summary>A JSON document a line.</summary>
internal sealed class JsonStatusView(Terminal terminal) : IStatusView
{
    private const int Version = 1;

    public Task WriteAsync(AnalysisRecord analysis, CancellationToken cancellationToken) =>
        JsonLine.WriteAsync(terminal.OutputStream, json => Write(json, analysis), cancellationToken);

    public Task WriteAsync(AnalysisExplanation explanation, CancellationToken cancellationToken) =>
        JsonLine.WriteAsync(
            terminal.OutputStream,
            json =>
            {
                Write(json, explanation.Analysis);
                json.WriteNumber("open", explanation.Open);
                json.WriteStartArray("waitsFor");
                foreach (var delivery in explanation.Deliveries)
                {
                    Write(json, delivery);
                }

                json.WriteEndArray();
            },
            cancellationToken);

    public void WriteTotal(IReadOnlyList<AnalysisRecord> unfinished)
    {
    }

    private static void Write(Utf8JsonWriter json, AnalysisRecord analysis)
    {
        var counters = analysis.Counters;
        json.WriteNumber("version", Version);
        json.WriteString("analysisId", analysis.AnalysisId);
        json.WriteString("state", Word(analysis.State));
        json.WriteString("outcome", analysis.Outcome is { } outcome ? Word(outcome) : null);
        json.WriteNumber("tasks", counters.Tasks);
        json.WriteNumber("declared", counters.Declared);
        json.WriteNumber("ended", counters.Ended);
        json.WriteNumber("crashed", counters.Crashed);
        json.WriteNumber("refused", (long)counters.Refused + counters.Skipped);
        json.WriteString("submittedAt", analysis.SubmittedAt);
        if (analysis.CompletedAt is { } completedAt)
        {
            json.WriteString("completedAt", completedAt);
        }
        else
        {
            json.WriteNull("completedAt");
        }
    }

    private static void Write(Utf8JsonWriter json, OpenDeliveryRecord delivery)
    {
        json.WriteStartObject();
        json.WriteString("identity", delivery.Identity);
        json.WriteString("taskId", delivery.TaskId);
        json.WriteString("sentAt", delivery.SentAt);
        json.WriteNumber("resends", delivery.Resends);
        json.WriteString("where", delivery switch
        {
            { Instance: not null } => "in-work",
            { IsRegistered: false } => "removed",
            { LiveInstances: 0 } => "no-instance",
            _ => "queued",
        });
        json.WriteString("instance", delivery.Instance);
        if (delivery.InWorkFor is { } length)
        {
            json.WriteNumber("inWorkSeconds", Math.Round(length.TotalSeconds, 3));
        }

        json.WriteNumber("liveInstances", delivery.LiveInstances);
        json.WriteEndObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
