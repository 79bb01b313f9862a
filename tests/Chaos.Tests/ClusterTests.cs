using Karton.Chaos.Faults;
using Karton.Tests.Servers;

namespace Karton.Chaos.Tests;

public sealed class ClusterTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(25);

    [ServersFact(Cluster = true)]
    public async Task Nothing_is_lost_when_nodes_of_the_cluster_are_killed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var stage = await Stage.SetAsync(onCluster: true, cancellationToken);

        var verdict = await ChaosRun.RunAsync(stage, FailureTable.Node, Time, cancellationToken);

        TestContext.Current.SendDiagnosticMessage("{0}", Table.Row(verdict));
        Assert.True(verdict.IsClean, $"{Table.Head}\n{Table.Row(verdict)}\n{verdict.Details}");
    }
}
