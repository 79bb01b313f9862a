using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Ledger;
using Karton.Tracking.Services;
using Karton.Tracking.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Karton.Tracking.Tests.Ledger;

public sealed class EntryPreparerTests
{
    private readonly EntryPreparer _preparer = new(new ServiceRegistry(NullLogger<ServiceRegistry>.Instance));

    [Fact]
    public void An_entry_is_a_submission_or_an_outcome()
    {
        var root = Tasks.Root("a");

        Assert.Throws<ArgumentException>(() => _preparer.Prepare(new LedgerEntry()));
        Assert.Throws<ArgumentException>(() => _preparer.Prepare(
            new LedgerEntry { Submitted = root.Submitted(), Outcome = root.Outcome("test.a") }));
    }

    [Fact]
    public void A_child_cannot_be_submitted()
    {
        var child = Tasks.Root("a").Child("a");

        var failure = Assert.Throws<ArgumentException>(
            () => _preparer.Prepare(new LedgerEntry { Submitted = child.Submitted() }));

        Assert.Contains(child.TaskId.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_declares_only_children_of_its_own_task()
    {
        var root = Tasks.Root("a");

        Assert.Throws<ArgumentException>(() => _preparer.Prepare(
            new LedgerEntry { Outcome = root.Outcome("test.a", Tasks.Root("a").Child("a")) }));
        Assert.Throws<ArgumentException>(() => _preparer.Prepare(
            new LedgerEntry { Outcome = root.Outcome("test.a", root.Child("a").Child("a")) }));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(2, 2)]
    public void A_part_lies_within_its_parts(int part, int parts) => Assert.Throws<ArgumentException>(
        () => _preparer.Prepare(
            new LedgerEntry { Outcome = Tasks.Root("a").Outcome("test.a") with { Part = part, Parts = parts } }));

    [Fact]
    public void The_objects_of_a_task_are_those_in_the_store()
    {
        var root = Tasks.Root("a") with
        {
            Payload = new DataMap
            {
                ["stored"] = Blob("aa", isStored: true),
                ["inline"] = Blob("bb", isStored: false),
                ["malformed"] = Blob("zz", isStored: true),
            },
            PersistentPayload = new DataMap { ["list"] = new DataValue[] { Blob("cc", isStored: true) } },
        };

        var prepared = _preparer.Prepare(new LedgerEntry { Submitted = root.Submitted() });

        Assert.Equal(
            [0xAA, 0xCC], prepared.Root!.Objects.Select(hash => hash.Distinct().Single()));
    }

    private static Resource Blob(string digits, bool isStored) => new()
    {
        Name = "blob",
        Sha256 = string.Concat(Enumerable.Repeat(digits, 32)),
        Size = 1,
        Address = isStored ? new Uri("urn:sha256:x") : null,
        Inline = isStored ? null : new byte[] { 1 },
    };
}
