using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>The tasks of a load: 1 KB of payload, and what is to come of it: some children that have none, or a tree of
/// some size.</summary>
internal static class LoadTasks
{
    internal const string Type = "load";

    private const string ChildrenKey = "children";
    private const string SizeKey = "size";
    private const string FanKey = "fan";
    private const int FillBytes = 1000;

    private static readonly DataMap Headers = new() { ["type"] = Type };
    private static readonly string Fill = new('x', FillBytes);

    internal static KartonTask Root(int children) => new() { Headers = Headers, Payload = Payload(children) };

    /// <summary>The root of a tree of as many tasks, none of which has more children than the fan.</summary>
    internal static KartonTask Tree(int size, int fan) => new()
    {
        Headers = Headers,
        Payload = new DataMap { ["fill"] = Fill, [SizeKey] = size, [FanKey] = fan },
    };

    /// <summary>What the analysis of a root task needs at least.</summary>
    internal static AnalysisBudget BudgetOf(KartonTask root)
    {
        var usual = new AnalysisBudget();
        var size = root.Payload[SizeKey].AsInt64() ?? 0;
        return usual with { MaxTasks = (int)Math.Max(usual.MaxTasks, size) };
    }

    /// <summary>Publishes the children that the task is to have.</summary>
    internal static Task PublishChildrenAsync(ConsumeContext<KartonTask> context)
    {
        var children = ChildrenOf(context.Message.Payload).ToList();
        return children.Count == 0
            ? Task.CompletedTask
            : Task.WhenAll(children.Select(child => context.Publish(child, context.CancellationToken)));
    }

    private static IEnumerable<KartonTask> ChildrenOf(DataMap payload)
    {
        if (payload[SizeKey].AsInt64() is not { } size)
        {
            return Enumerable.Range(0, (int)(payload[ChildrenKey].AsInt64() ?? 0)).Select(_ => Root(0));
        }

        var (below, fan) = ((int)size - 1, (int)payload[FanKey].AsInt64()!);
        var children = Math.Min(below, fan);

        // As even as it can be: the first ones have one task more where it does not come out even.
        return Enumerable.Range(0, children)
            .Select(child => Tree((below / children) + (child < below % children ? 1 : 0), fan));
    }

    private static DataMap Payload(int children) => new() { ["fill"] = Fill, [ChildrenKey] = children };
}
