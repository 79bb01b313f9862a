using Karton.Cli.Text;
using Karton.Tracking.Reading;

namespace Karton.Cli.Services;

/// <summary>Lines for a person: one a service, one an instance, one a delivery in work.</summary>
internal sealed class TextServicesView(TextWriter output, TimeProvider time) : IServicesView
{
    private const int MostInWork = 5;

    public async Task WriteAsync(ServiceRecord service, long? waiting, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(LineOf(service, waiting));
        foreach (var instance in service.Instances)
        {
            await output.WriteLineAsync($"  {LineOf(instance)}");
            foreach (var work in instance.InWork.Take(MostInWork))
            {
                await output.WriteLineAsync(
                    $"    task {work.TaskId} of analysis {work.AnalysisId} for {Figures.Time(work.For)}");
            }

            if (instance.InWork.Count > MostInWork)
            {
                await output.WriteLineAsync($"    and {Figures.Number(instance.InWork.Count - MostInWork)} more");
            }
        }
    }

    private string LineOf(ServiceRecord service, long? waiting)
    {
        var alive = service.Instances.Count(instance => instance.IsAlive);
        var silent = service.Instances.Count - alive;
        var version = service.Version is null ? "" : $" {TerminalText.Escape(service.Version)}";
        var line = $"{TerminalText.Escape(service.Identity)}{version}  ";
        line += service.IsRegistered
            ? $"{Figures.Count(alive, "instance")} alive" + (silent > 0 ? $", {Figures.Number(silent)} silent" : "")
            : "removed";
        line += waiting is null ? ", no queue" : $", {Figures.Number(waiting.Value)} queued";
        line += $", {Figures.Number(service.Open)} open";
        if (service.OldestSentAt is { } oldest)
        {
            var age = time.GetUtcNow() - oldest;
            line += $", the oldest for {Figures.Time(age < TimeSpan.Zero ? TimeSpan.Zero : age)}";
        }

        return line;
    }

    private static string LineOf(InstanceRecord instance)
    {
        var state = instance.IsAlive ? "alive" : "silent";
        var version = instance.Version is null ? "" : $" {TerminalText.Escape(instance.Version)}";
        return $"{TerminalText.Escape(instance.Instance)}{version}  {state}, "
            + $"heard {Figures.Time(instance.HeardAgo)} ago, "
            + $"{Figures.Number(instance.InWork.Count)} of {Figures.Number(instance.Concurrency)} in work";
    }
}
