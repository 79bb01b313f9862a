using Karton.Chaos.Faults;
using Karton.Tests.Servers;

namespace Karton.Chaos.Tests;

/// <summary>The short form of <c>scripts/chaos</c>: each fault strikes a few times on one engine that stays
/// up.</summary>
public sealed class FailureTableTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(12);

    public static TheoryData<string> Faults => [.. FailureTable.Rows.Select(fault => fault.Name)];

    [ServersTheory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_doubled_or_ended_too_early(string name)
    {
        var fault = FailureTable.Rows.Single(row => row.Name == name);

        var verdict = await ChaosRun.RunAsync(
            await fixture.StageAsync(), fault, Time, TestContext.Current.CancellationToken);

        TestContext.Current.SendDiagnosticMessage("{0}", Table.Row(verdict));
        Assert.True(verdict.IsClean, $"{Table.Head}\n{Table.Row(verdict)}\n{verdict.Details}");
        Assert.True(verdict.Injected > 0 && verdict.Balance.Analyses > 0);
    }
}
