using System.Globalization;
using CsCheck;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>Everything that the ledger is told of one made-up analysis, in the order in which it happened.</summary>
internal sealed class Story
{
    public const string A = "test.a";
    public const string B = "test.b";

    private Story(KartonTask root) => Root = root;

    public static Gen<Story> Gen { get; } = CsCheck.Gen.Int.Select(seed => Tell(new Random(seed)));

    public KartonTask Root { get; }

    public List<LedgerEntry> Messages { get; } = [];

    /// <summary>What the ledger must have counted when it was told everything.</summary>
    public AnalysisCounters Counters { get; private set; } = new()
    {
        Tasks = 1,
        Declared = 0,
        Ended = 0,
        Crashed = 0,
        Refused = 0,
        Skipped = 0,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Messages.Count} messages of {Counters.Tasks} tasks");

    private static string[] Receivers(KartonTask task) => task.Headers.GetString("type") switch
    {
        "a" => [A],
        "b" => [B],
        "ab" => [A, B],
        _ => [],
    };

    private static Story Tell(Random random)
    {
        var story = new Story(Tasks.Root(RandomType(random)));
        story.Messages.Add(new LedgerEntry { Submitted = story.Root.Submitted() });
        var queue = new Queue<KartonTask>([story.Root]);
        while (queue.TryDequeue(out var task))
        {
            foreach (var receiver in Receivers(task))
            {
                foreach (var child in story.Deliver(task, receiver, random))
                {
                    queue.Enqueue(child);
                }
            }
        }

        return story;
    }

    private static string RandomType(Random random) => random.GetItems(["a", "b", "ab", "unwanted"], 1)[0];

    private KartonTask[] Deliver(KartonTask task, string receiver, Random random)
    {
        var isCrashed = random.Next(6) == 0;
        var count = isCrashed || Counters.Tasks > 60 ? 0 : random.Next(5);
        var children = Enumerable.Range(0, count).Select(_ => task.Child(RandomType(random), receiver)).ToArray();
        var outcome = isCrashed ? task.Crashed(receiver) : task.Outcome(receiver);
        var parts = random.Next(1, 4);
        for (var part = 0; part < parts; part++)
        {
            Messages.Add(new LedgerEntry
            {
                Outcome = outcome with
                {
                    Part = part,
                    Parts = parts,
                    Children = [.. children.Where((_, index) => index % parts == part)],
                    Refusals = [.. Enumerable.Range(0, random.Next(2)).Select(Refuse)],
                },
            });
        }

        Counters = Counters with
        {
            Tasks = Counters.Tasks + count,
            Declared = Counters.Declared + 1,
            Ended = Counters.Ended + 1,
            Crashed = Counters.Crashed + (isCrashed ? 1 : 0),
            Refused = Counters.Refused + Messages.TakeLast(parts).Sum(message => message.Outcome!.Refusals.Count),
        };
        return children;
    }

    private static Refusal Refuse(int number) => new() { Reason = "test", Message = $"Refused {number}." };
}
