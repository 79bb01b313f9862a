using Karton.Chaos.Faults;
using Karton.Tests.Servers;

namespace Karton.Chaos;

/// <summary>Runs every fault for its share of the time and prints the table.</summary>
internal static class ChaosProgram
{
    internal static async Task<int> RunAsync(TimeSpan time, string[] names)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        var faults = FailureTable.Rows.Where(IsWanted).ToList();
        var onCluster = TestServers.HaveCluster && IsWanted(FailureTable.Node);
        var share = time / (faults.Count + (onCluster ? 1 : 0));
        Console.WriteLine(Table.Head);
        var isClean = faults.Count == 0 || await RunAsync(onCluster: false, faults, share, stop.Token);
        if (onCluster)
        {
            isClean &= await RunAsync(onCluster: true, [FailureTable.Node], share, stop.Token);
        }
        else if (IsWanted(FailureTable.Node))
        {
            Console.WriteLine($"{FailureTable.Node.Title}: left out, for there is no cluster.");
        }

        return isClean ? 0 : 1;

        bool IsWanted(Fault fault) => names.Length == 0 || names.Contains(fault.Name);
    }

    private static async Task<bool> RunAsync(
        bool onCluster, IReadOnlyList<Fault> faults, TimeSpan share, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.SetAsync(onCluster, cancellationToken);
        var isClean = true;
        foreach (var fault in faults)
        {
            var verdict = await ChaosRun.RunAsync(stage, fault, share, cancellationToken);
            Console.WriteLine(Table.Row(verdict));
            if (!verdict.IsClean)
            {
                isClean = false;
                Console.WriteLine(verdict.Details);
            }
        }

        if (!isClean)
        {
            Console.WriteLine($"The logs of the processes are in {stage.KeepLogs()}.");
        }

        return isClean;
    }

    internal static int Explain()
    {
        Console.Error.WriteLine($"Usage: scripts/chaos [MINUTES [FAULT...]]. The faults are {FailureTable.Names}.");
        return 2;
    }
}
