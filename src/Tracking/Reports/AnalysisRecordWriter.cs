using System.Text.Json;
using Karton.Tracking.Reading;

namespace Karton.Tracking.Reports;

/// <summary>Writes an analysis without its tree as one line of JSON (docs/json-report.md): ASCII without control
/// characters.</summary>
public static class AnalysisRecordWriter
{
    /// <summary>Writes the analysis and a line feed. <paramref name="output"/> is flushed, not disposed.</summary>
    /// <param name="output">Where to write to.</param>
    /// <param name="analysis">What to write.</param>
    /// <param name="file">The name of the root sample; <see langword="null"/> when it is not known.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(
        Stream output, AnalysisRecord analysis, string? file, CancellationToken cancellationToken)
    {
        await using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", AnalysisReportWriter.Version);
            writer.WriteString("file", file);
            writer.WriteString("analysisId", analysis.AnalysisId);
            ReportJson.WriteState(writer, analysis.State, analysis.Outcome);
            writer.WriteNumber("tasks", analysis.Counters.Tasks);
            writer.WriteNumber("crashed", analysis.Counters.Crashed);
            writer.WriteNumber("refused", (long)analysis.Counters.Refused + analysis.Counters.Skipped);
            writer.WriteString("submittedAt", analysis.SubmittedAt);
            ReportJson.WriteSeconds(writer, analysis.CompletedAt - analysis.SubmittedAt);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        await output.FlushAsync(cancellationToken);
    }
}
