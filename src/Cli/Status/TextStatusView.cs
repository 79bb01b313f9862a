using Karton.Cli.Rendering;
using Karton.Cli.Text;
using Karton.Tracking.Reading;

namespace Karton.Cli.Status;

/// <summary>Lines for a person.</summary>
internal sealed class TextStatusView(TextWriter output, TimeProvider time) : IStatusView
{
    public Task WriteAsync(AnalysisRecord analysis, CancellationToken cancellationToken) =>
        output.WriteLineAsync(LineOf(analysis));

    public async Task WriteAsync(AnalysisExplanation explanation, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(LineOf(explanation.Analysis));
        if (explanation.Open == 0)
        {
            return;
        }

        await output.WriteLineAsync($"It waits for {Deliveries(explanation.Open)}:");
        foreach (var delivery in explanation.Deliveries)
        {
            await output.WriteLineAsync($"  {LineOf(delivery)}");
        }

        if (explanation.Open > explanation.Deliveries.Count)
        {
            await output.WriteLineAsync(
                $"  and {Figures.Number(explanation.Open - explanation.Deliveries.Count)} more");
        }
    }

    public void WriteTotal(IReadOnlyList<AnalysisRecord> unfinished)
    {
        var open = unfinished.Sum(analysis => (long)analysis.Counters.Declared - analysis.Counters.Ended);
        output.WriteLine(unfinished.Count == 0
            ? "Every analysis has ended."
            : $"{Analyses(unfinished.Count)} not ended, {Deliveries(open)} open.");
    }

    private string LineOf(AnalysisRecord analysis)
    {
        var counters = analysis.Counters;
        var taken = (analysis.CompletedAt ?? time.GetUtcNow()) - analysis.SubmittedAt;
        var line = $"{analysis.AnalysisId}  {Summary.StateOf(analysis.State, analysis.Outcome)}, "
            + $"{Figures.Count(counters.Tasks, "task")}, "
            + $"{Figures.Number(counters.Ended)} of {Deliveries(counters.Declared)} ended";
        var refused = (long)counters.Refused + counters.Skipped;
        line += counters.Crashed > 0 ? $", {Figures.Number(counters.Crashed)} crashed" : "";
        line += refused > 0 ? $", {Figures.Number(refused)} refused" : "";
        var length = Figures.Time(taken < TimeSpan.Zero ? TimeSpan.Zero : taken);
        return analysis.CompletedAt is null ? $"{line}, for {length}" : $"{line} in {length}";
    }

    private string LineOf(OpenDeliveryRecord delivery)
    {
        var since = time.GetUtcNow() - delivery.SentAt;
        var again = delivery.Resends == 0 ? "" : $", sent again {Figures.Count(delivery.Resends, "time")}";
        return $"{TerminalText.Escape(delivery.Identity)}  task {delivery.TaskId}, "
            + $"open for {Figures.Time(since < TimeSpan.Zero ? TimeSpan.Zero : since)}{again}: {WhereIs(delivery)}";
    }

    private static string WhereIs(OpenDeliveryRecord delivery) => delivery switch
    {
        { Instance: { } instance } =>
            $"in work in {TerminalText.Escape(instance)} for {Figures.Time(delivery.InWorkFor ?? TimeSpan.Zero)}",
        { IsRegistered: false } => "its service was removed",
        { LiveInstances: 0 } => "no instance of the service is alive; it waits for one to be started",
        _ => $"queued, {Figures.Count(delivery.LiveInstances, "instance")} alive",
    };

    private static string Deliveries(long count) =>
        $"{Figures.Number(count)} {(count == 1 ? "delivery" : "deliveries")}";

    private static string Analyses(long count) =>
        $"{Figures.Number(count)} {(count == 1 ? "analysis" : "analyses")}";
}
