using Karton.Tracking.Reconciling;
using Karton.Tracking.Tests.Harness;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests.Reconciling;

public sealed class InWorkJournalTests : IDisposable
{
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0000-0000-0000-000000000002");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_process_knows_what_the_last_one_was_working_on()
    {
        using (var killed = Open())
        {
            killed.Begin(First, "test.a");
            killed.End(killed.Begin(Second, "test.b")!.Value);
            killed.Begin(Second, new string('x', 239));
        }

        using var next = Open();

        Assert.Equal(
            new HashSet<(Guid, string)> { (First, "test.a"), (Second, new string('x', 239)) }, next.LeftBehind);
    }

    [Fact]
    public void It_is_known_once()
    {
        using (var killed = Open())
        {
            killed.Begin(First, "test.a");
        }

        Open().Dispose();
        using var third = Open();

        Assert.Empty(third.LeftBehind);
    }

    [Fact]
    public void More_than_there_is_room_for_is_not_noted()
    {
        using var journal = Open();
        var slots = Enumerable.Range(0, InWorkJournal.Slots)
            .Select(_ => journal.Begin(First, "test.a")!.Value).ToList();

        Assert.Null(journal.Begin(Second, "test.a"));
        journal.End(slots[7]);

        Assert.Equal(slots[7], journal.Begin(Second, "test.a"));
    }

    [Fact]
    public void A_name_that_does_not_fit_is_not_noted()
    {
        using var journal = Open();

        Assert.Null(journal.Begin(First, new string('x', 240)));
    }

    private InWorkJournal Open()
    {
        var journal = new InWorkJournal(Options.Create(new TrackingOptions { DatabasePath = _folder["ledger.db"] }));
        journal.Open();
        return journal;
    }
}
