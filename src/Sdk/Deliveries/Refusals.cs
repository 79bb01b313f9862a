using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>Keeps what services refuse within bounds: its texts come from samples.</summary>
internal static class Refusals
{
    internal const int Most = 500;

    private const int LongestReason = 64;
    private const int LongestText = 1024;

    internal static Refusal Create(string reason, string message, string? subject) => new()
    {
        Reason = CleanText.Of(reason, LongestReason),
        Message = CleanText.Of(message, LongestText),
        Subject = subject is null ? null : CleanText.Of(subject, LongestText),
    };

    internal static IReadOnlyList<Refusal> Bound(List<Refusal> refusals, int tooDeep, int maxDepth)
    {
        List<Refusal> bounded = [.. refusals.Take(Most)];
        if (refusals.Count > Most)
        {
            bounded.Add(Create("more", $"{refusals.Count - Most} further refusals are not listed.", subject: null));
        }

        if (tooDeep > 0)
        {
            bounded.Add(Create(
                "depth",
                $"{tooDeep} tasks were not sent: they would lie deeper than {maxDepth} below the root.",
                subject: null));
        }

        return bounded;
    }
}
