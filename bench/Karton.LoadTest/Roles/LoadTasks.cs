using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using MassTransit;

namespace Karton.LoadTest.Roles;

/// <summary>The tasks of a load: 1 KB of payload, and the tree that is to come of it.</summary>
internal static class LoadTasks
{
    internal const string Type = "load";

    private const string SizeKey = "size";
    private const string FanKey = "fan";
    private const int FillBytes = 1000;

    private static readonly DataMap Headers = new() { ["type"] = Type };
    private static readonly string Fill = new('x', FillBytes);

    /// <summary>A root whose children have none.</summary>
    internal static KartonTask Root(int children) => Tree(children + 1, Math.Max(1, children));

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
        return usual with { MaxTasks = Math.Max(usual.MaxTasks, Number(root.Payload, SizeKey)) };
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
        var (below, fan) = (Number(payload, SizeKey) - 1, Number(payload, FanKey));
        var children = Math.Min(below, fan);

        // As even as it can be: the first ones have one task more where it does not come out even.
        return Enumerable.Range(0, children)
            .Select(child => Tree((below / children) + (child < below % children ? 1 : 0), fan));
    }

    private static int Number(DataMap payload, string key) => (int)payload[key].AsInt64()!;
}
