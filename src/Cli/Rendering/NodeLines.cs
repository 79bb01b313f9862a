using Karton.Cli.Text;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Karton.Cli.Rendering;

/// <summary>The lines of one sample: what it is and who worked on it, then a line for each thing that went
/// wrong.</summary>
internal sealed class NodeLines(int width)
{
    private const int HashDigits = 12;
    private const int LongestKind = 40;
    private const int LongestTag = 48;
    private const int MostTags = 12;
    private const int MostRefusals = 10;
    private const int LongestMessage = 400;

    /// <param name="node">The sample.</param>
    /// <param name="columns">The columns of its siblings.</param>
    /// <param name="first">The guides of its first line.</param>
    /// <param name="further">The guides of its further lines.</param>
    public IEnumerable<Segment> Render(SampleNode node, Columns columns, string first, string further)
    {
        var line = new FlowLine(width, first, further)
            .AddColumn(NameOf(node, columns.LongestName), columns.Name, Palette.Name);
        if (node.Sha256 is { } hash)
        {
            line.Add(SizeOf(node).PadLeft(columns.Size), Palette.Faint)
                .Add(Short(hash), Palette.Faint)
                .AddColumn(KindOf(node), columns.Kind, Palette.Kind);
        }

        AddTags(line, node);
        foreach (var delivery in node.Deliveries)
        {
            line.Add(Result(delivery), StyleOf(delivery));
        }

        return line.Segments().Concat(Problems(node).SelectMany(problem =>
            new FlowLine(width, further, further).AddWords(problem.Text, problem.Style).Segments()));
    }

    public static string NameOf(SampleNode node, int cells) =>
        node.Name.Length == 0 ? "(no name)" : TerminalText.Escape(node.Name, cells);

    public static string SizeOf(SampleNode node) => node.Size is { } size ? Figures.Size(size) : string.Empty;

    public static string KindOf(SampleNode node) => node.Sha256 is null
        ? string.Empty
        : TerminalText.Escape(
            string.Join(
                ' ',
                new[] { WellKnownHeaders.Kind, WellKnownHeaders.Platform, WellKnownHeaders.Extension }
                    .Select(node.Headers.GetString)
                    .Where(value => !string.IsNullOrEmpty(value))),
            LongestKind);

    private static void AddTags(FlowLine line, SampleNode node)
    {
        foreach (var tag in node.Tags.Take(MostTags))
        {
            line.Add($"#{TerminalText.Escape(tag, LongestTag)}", Palette.Tag);
        }

        if (node.Tags.Count > MostTags)
        {
            line.Add($"and {Figures.Count(node.Tags.Count - MostTags, "more tag")}", Palette.Tag);
        }
    }

    private static string Result(DeliveryRecord delivery)
    {
        var time = delivery.EndedAt - delivery.StartedAt is { } taken ? $" {Figures.Time(taken)}" : string.Empty;
        var word = delivery.Status switch
        {
            null => " open",
            DeliveryStatus.Finished => string.Empty,
            { } status => $" {Word(status)}",
        };
        return Service(delivery) + word + time;
    }

    private static IEnumerable<(string Text, Style Style)> Problems(SampleNode node)
    {
        foreach (var delivery in node.Deliveries)
        {
            if (delivery.Status == DeliveryStatus.Crashed)
            {
                yield return ($"✗ {Service(delivery)} crashed{Attempts(delivery)}: {Why(delivery)}", Palette.Bad);
            }
            else if (delivery.Reason is { } reason)
            {
                yield return ($"! {Service(delivery)}: {Message(reason)}", Palette.Warning);
            }

            foreach (var refusal in delivery.Refusals.Take(MostRefusals))
            {
                yield return (Refused(delivery, refusal), Palette.Warning);
            }

            if (delivery.Refusals.Count > MostRefusals)
            {
                var rest = Figures.Number(delivery.Refusals.Count - MostRefusals);
                yield return ($"! {Service(delivery)} refused {rest} more", Palette.Warning);
            }
        }

        foreach (var reason in node.Skipped)
        {
            yield return ($"! skipped: {Message(reason)}", Palette.Warning);
        }
    }

    private static string Refused(DeliveryRecord delivery, Refusal refusal)
    {
        var subject = refusal.Subject is { } name ? $" {TerminalText.Escape(name, LongestKind)}" : string.Empty;
        return $"! {Service(delivery)} refused{subject} ({TerminalText.Escape(refusal.Reason, LongestKind)}): "
            + Message(refusal.Message);
    }

    private static string Why(DeliveryRecord delivery) => delivery.Error switch
    {
        null => "it is not known why",
        { Reason: "error" or "" } error => Describe(error),
        { } error => $"{TerminalText.Escape(error.Reason, LongestKind)}: {Describe(error)}",
    };

    private static string Describe(DeliveryError error) => error.Type is { } type
        ? $"{TerminalText.Escape(type)}: {Message(error.Message)}"
        : Message(error.Message);

    private static string Attempts(DeliveryRecord delivery) =>
        delivery.Attempts > 1 ? $" after {Figures.Count(delivery.Attempts, "attempt")}" : string.Empty;

    private static string Message(string text) => TerminalText.Escape(text, LongestMessage);

    private static string Service(DeliveryRecord delivery)
    {
        const string Ours = "karton.";
        var identity = TerminalText.Escape(delivery.Identity, LongestKind);
        return identity.StartsWith(Ours, StringComparison.Ordinal) ? identity[Ours.Length..] : identity;
    }

    private static string Word(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Finished => "finished",
        DeliveryStatus.Crashed => "crashed",
        DeliveryStatus.Cancelled => "cancelled",
        DeliveryStatus.Expired => "expired",
        DeliveryStatus.Rejected => "rejected",
        DeliveryStatus.Skipped => "skipped",
        _ => "abandoned",
    };

    private static Style StyleOf(DeliveryRecord delivery) => delivery.Status switch
    {
        DeliveryStatus.Crashed => Palette.Bad,
        DeliveryStatus.Finished when delivery.Refusals.Count == 0 => Palette.Good,
        null => Palette.Faint,
        _ => Palette.Warning,
    };

    private static string Short(string hash) =>
        TerminalText.Escape(hash.Length > HashDigits ? hash[..HashDigits] : hash);
}
