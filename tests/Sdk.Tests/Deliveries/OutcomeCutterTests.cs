using System.Text.Json;
using CsCheck;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Tests.Harness;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class OutcomeCutterTests
{
    private static readonly TaskOutcome Outcome = new()
    {
        AnalysisId = Guid.Empty,
        TaskId = Guid.Empty,
        Identity = "test",
        Status = DeliveryStatus.Finished,
        StartedAt = default,
        EndedAt = default,
        Refusals = [new Refusal { Reason = "a", Message = "b" }],
    };

    [Fact]
    public void Parts_hold_every_child_once_in_order_and_stay_within_their_bounds() =>
        Gen.Int[0, 60_000].Array[0, 200].Sample(sizes =>
        {
            var children = sizes.Select(size => Child(new string('a', size))).ToList();

            var parts = OutcomeCutter.Cut(Outcome, children);

            Assert.Equal(
                children.Select(child => child.Task.TaskId),
                parts.SelectMany(part => part.Children).Select(child => child.TaskId));
            Assert.Equal(Enumerable.Range(0, parts.Count), parts.Select(part => part.Part));
            Assert.All(parts, part =>
            {
                Assert.Equal(parts.Count, part.Parts);
                Assert.InRange(part.Children.Sum(child => TaskSize.Estimate(child)), 0, OutcomeCutter.MostBytes);
                Assert.Equal(part.Part == parts.Count - 1 ? 1 : 0, part.Refusals.Count);
            });
        });

    [Fact]
    public void An_outcome_without_children_is_one_part() =>
        Assert.Same(Outcome, Assert.Single(OutcomeCutter.Cut(Outcome, [])));

    [Fact]
    public void A_child_that_is_too_large_for_any_part_has_one_for_itself()
    {
        var parts = OutcomeCutter.Cut(Outcome, [Child("a"), Child(new string('b', 2_000_000)), Child("c")]);

        Assert.Equal([1, 1, 1], parts.Select(part => part.Children.Count));
    }

    [Fact]
    public void A_size_is_estimated_rather_too_large_than_too_small() =>
        Gen.Select(Gen.String, Gen.Int[0, 4096], Gen.Long, Gen.Bool).Sample((text, size, number, flag) =>
        {
            var task = Tasks.Sample() with
            {
                Payload = new DataMap
                {
                    [text] = DataValue.List([text, number, flag, DataValue.Null, new DataMap { ["inner"] = text }]),
                    ["resource"] = new Resource
                    {
                        Name = text,
                        Sha256 = new string('0', 64),
                        Size = size,
                        Inline = new byte[size],
                        Metadata = new DataMap { ["m"] = text },
                    },
                },
            };

            var actual = JsonSerializer.SerializeToUtf8Bytes(task).Length;
            var estimate = TaskSize.Estimate(task);

            return estimate >= actual && estimate <= (6 * actual) + 2048;
        });

    private static Child Child(string text) =>
        new(Tasks.Child() with { Payload = new DataMap { ["text"] = text } }, null);
}
