using Karton.Cli.Settings;
using Karton.Sdk;
using Karton.Sdk.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Cli.Engine.Distributed;

/// <summary>Tries one server as the processes of the distributed engine do when they start.</summary>
internal static class ServerProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<ServerFinding> TryAsync(
        string server, KartonSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = new EngineSettings
        {
            Kind = KartonEngine.Distributed,
            Settings = settings,
            Parts = Parts.Tracking,
            WriteLog = _ => { },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var host = DistributedHost.Build(engine, time);
        try
        {
            var check = host.Services.GetServices<IServerCheck>().Single(check => check.Server == server);
            return new ServerFinding(true, await check.CheckAsync(limit.Token).WaitAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerFinding(false, $"{server} did not answer within {Limit.TotalSeconds:0} s.");
        }
        catch (Exception e) when (EngineFaults.Explain(e) is { } fault)
        {
            return new ServerFinding(false, fault.Message);
        }
        finally
        {
            await DistributedHost.DisposeAsync(host);
        }
    }
}
