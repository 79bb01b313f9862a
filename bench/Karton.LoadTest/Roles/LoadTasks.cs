using Karton.Contracts;
using Karton.Contracts.Data;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>The tasks of a load: 1 KB of payload, and how many children it is to have.</summary>
internal static class LoadTasks
{
    internal const string Type = "load";

    private const string ChildrenKey = "children";
    private const int FillBytes = 1000;

    private static readonly DataMap Headers = new() { ["type"] = Type };
    private static readonly string Fill = new('x', FillBytes);

    internal static KartonTask Root(int children) => new() { Headers = Headers, Payload = Payload(children) };

    /// <summary>Publishes the children that the task is to have. They have none.</summary>
    internal static Task PublishChildrenAsync(ConsumeContext<KartonTask> context)
    {
        var children = context.Message.Payload[ChildrenKey].AsInt64() ?? 0;
        return children == 0
            ? Task.CompletedTask
            : Task.WhenAll(Enumerable.Range(0, (int)children).Select(_ =>
                context.Publish(Root(0), context.CancellationToken)));
    }

    private static DataMap Payload(int children) => new() { ["fill"] = Fill, [ChildrenKey] = children };
}
