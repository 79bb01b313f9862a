using Karton.Cli.Rendering;
using Karton.Cli.Text;
using Spectre.Console.Rendering;

namespace Karton.Cli.Progress;

/// <summary>Draws the progress of a run: a line for the whole, and one for each of the first analyses that
/// run.</summary>
internal sealed class ProgressLines(RunProgress progress, TimeProvider time) : Renderable
{
    private const int MostRunning = 4;
    private const int LongestName = 48;
    private const int WidestBar = 30;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string TypedSpinner = @"-\|/";

    private readonly long _start = time.GetTimestamp();

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var run = progress.Take(MostRunning);
        var elapsed = time.GetElapsedTime(_start);
        var line = new FlowLine(maxWidth, string.Empty, string.Empty)
            .Add(Turn(elapsed, options.Unicode ? Spinner : TypedSpinner), Palette.Kind);
        AddBar(line, run, Math.Min(WidestBar, maxWidth / 4), options.Unicode);
        line.Add($"{Figures.Number(run.Done)}/{Figures.Count(run.Files, "file")}", Palette.Name)
            .Add($"{Figures.Number(run.Ended)}/{Figures.Number(run.Declared)} deliveries", Palette.Plain)
            .Add($"{Figures.Number((long)Math.Round(run.PerSecond))}/s", Palette.Plain)
            .Add(Figures.Time(elapsed), Palette.Faint);
        if (run.Crashed > 0)
        {
            line.Add($"{Figures.Number(run.Crashed)} crashed", Palette.Bad);
        }

        if (run.Refused > 0)
        {
            line.Add($"{Figures.Number(run.Refused)} refused", Palette.Warning);
        }

        return line.Segments().Concat(Running(run, maxWidth));
    }

    private static IEnumerable<Segment> Running(RunSnapshot run, int width)
    {
        var indent = new string(' ', 3);
        foreach (var analysis in run.Running)
        {
            var counts = $"{Figures.Number(analysis.Ended)}/{Figures.Number(analysis.Declared)}";
            var name = TerminalText.Escape(analysis.Name, Math.Clamp(width - 24, 8, LongestName));
            var line = new FlowLine(width, indent, indent)
                .Add(name, Palette.Plain)
                .Add(counts, Palette.Faint);
            foreach (var segment in line.Segments())
            {
                yield return segment;
            }
        }

        if (run.AlsoRunning > 0)
        {
            yield return new Segment($"{indent}and {Figures.Number(run.AlsoRunning)} more", Palette.Faint);
            yield return Segment.LineBreak;
        }
    }

    private static void AddBar(FlowLine line, RunSnapshot run, int width, bool isUnicode)
    {
        var (done, all) = run.Files == 1 ? (run.Ended, run.Declared) : (run.Done, run.Files);
        var filled = all == 0 ? 0 : (int)(width * done / all);
        line.Add(new string(isUnicode ? '━' : '#', filled), Palette.Good)
            .Add(new string(isUnicode ? '─' : '-', width - filled), Palette.Faint, gap: filled == 0 ? 1 : 0);
    }

    private static string Turn(TimeSpan elapsed, string frames) =>
        frames[(int)(elapsed.TotalMilliseconds / 100 % frames.Length)].ToString();
}
