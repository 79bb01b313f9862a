using Karton.Tracking.Reading;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Tests.Reading;

public sealed class TaskOrderTests
{
    private static readonly Guid Root = Id(1);

    [Fact]
    public void Each_task_stands_right_before_its_subtree()
    {
        TaskPlace[] places =
        [
            Place(4, parent: 2, ordinal: 0),
            Place(3, parent: 1, ordinal: 1),
            Place(5, parent: 3, ordinal: 0),
            Place(2, parent: 1, ordinal: 0),
            new(Root, null, null, 0, 0),
        ];

        Assert.Equal([Root, Id(2), Id(4), Id(3), Id(5)], TaskOrder.Arrange(places));
    }

    [Fact]
    public void Siblings_stand_by_sender_then_generation_then_as_sent()
    {
        TaskPlace[] places =
        [
            Place(9, parent: 1, ordinal: 0, origin: "z"),
            Place(8, parent: 1, ordinal: 10, origin: "a"),
            Place(7, parent: 1, ordinal: 2, origin: "a"),
            Place(6, parent: 1, ordinal: 0, origin: "a", generation: 1),
            new(Root, null, null, 0, 0),
        ];

        Assert.Equal([Root, Id(7), Id(8), Id(6), Id(9)], TaskOrder.Arrange(places));
    }

    [Fact]
    public void A_task_whose_parent_is_not_known_stands_after_the_rest()
    {
        TaskPlace[] places =
        [
            Place(5, parent: 4, ordinal: 0),
            Place(4, parent: 99, ordinal: 0),
            Place(2, parent: 1, ordinal: 0),
            new(Root, null, null, 0, 0),
        ];

        Assert.Equal([Root, Id(2), Id(4), Id(5)], TaskOrder.Arrange(places));
    }

    [Fact]
    public void A_chain_may_be_of_any_length()
    {
        var places = Enumerable.Range(2, 100_000).Select(number => Place(number, parent: number - 1, ordinal: 0));

        Assert.Equal(100_001, TaskOrder.Arrange([new(Root, null, null, 0, 0), .. places]).Count());
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static TaskPlace Place(int id, int parent, long ordinal, string origin = "a", int generation = 0) =>
        new(Id(id), Id(parent), origin, generation, ordinal);
}
