namespace Karton.Tests.Servers;

internal static class Needs
{
    /// <summary>Why a test has to be skipped; nothing when it can run.</summary>
    public static string? Servers(bool cluster) => (cluster, TestServers.AreUp, TestServers.HaveCluster) switch
    {
        (_, false, _) => "No servers: scripts/services up && . \"$(scripts/services env)\"",
        (true, _, false) => "No cluster: scripts/services up cluster && . \"$(scripts/services env)\"",
        _ => null,
    };
}
