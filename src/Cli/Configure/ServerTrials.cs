using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Sdk;
using Karton.Sdk.Servers;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Services.Classifier;
using Karton.Services.Unpacker;
using Karton.Tracking;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Cli.Configure;

/// <summary>Tries servers as a process would before it starts, with the settings as they are at the moment.</summary>
internal sealed class ServerTrials(TimeProvider time)
{
    public const string RabbitMq = "RabbitMQ";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Tries one server, or all of them at once.</summary>
    /// <exception cref="EngineException">The settings make no sense.</exception>
    public async Task<IReadOnlyList<ServerTrial>> RunAsync(
        KartonSettings settings, string? server, CancellationToken cancellationToken)
    {
        await using var services = Build(settings);
        try
        {
            if (server is null or RabbitMq)
            {
                // Which queues there are is known once the bus is made; it is not started.
                services.GetRequiredService<IBusControl>();
            }

            var checks = services.GetServices<IServerCheck>()
                .Where(check => server is null || check.Server == server);
            return await Task.WhenAll(checks.Select(check => TryAsync(check, cancellationToken)));
        }
        catch (Exception e) when (EngineFaults.Explain(e) is { } fault)
        {
            throw fault;
        }
    }

    // All that a process of the distributed engine may run, so that every queue is looked at.
    private ServiceProvider Build(KartonSettings settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(settings.ToConfiguration());
        services.AddSingleton(time);
        services.Configure<ServerCheckOptions>(options => options.KeepsQueues = true);
        services.AddKarton(karton => karton.UseRabbitMq().UseS3().AddSharedTracking().AddClassifier().AddUnpacker());
        return services.BuildServiceProvider();
    }

    private static async Task<ServerTrial> TryAsync(IServerCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            return new(check.Server, true, await check.CheckAsync(limit.Token).WaitAsync(limit.Token));
        }
        catch (ServerUnavailableException e)
        {
            return new(check.Server, false, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(
                check.Server,
                false,
                $"{check.Server} did not answer within {Longest.TotalSeconds:0} s. Is its address right?");
        }
    }
}
