using Karton.Cli.Engine.Health;
using Karton.Gateway;
using Karton.Sdk;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Services.Classifier;
using Karton.Services.Unpacker;
using Karton.Tracking;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serilog;

namespace Karton.Cli.Engine.Distributed;

/// <summary>Makes and starts the hosts of processes of the distributed engine. Each has only what it needs: a process
/// that runs a service knows of no PostgreSQL.</summary>
internal static class DistributedHost
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    /// <summary>A process that runs parts, or hands samples in.</summary>
    public static IHost Build(EngineSettings settings, TimeProvider time)
    {
        var builder = NewBuilder(settings, time);
        builder.Services.AddGateway();
        builder.Services.AddKarton(karton =>
        {
            karton.UseRabbitMq().UseS3();
            AddParts(karton, settings);
        });
        return builder.Build();
    }

    /// <summary>A process that looks at services or removes one.</summary>
    public static IHost BuildForServices(EngineSettings settings, TimeProvider time)
    {
        var builder = NewBuilder(settings, time);
        builder.Services.AddKarton(karton => karton.UseRabbitMq().AddLedgerAccess());
        return builder.Build();
    }

    /// <summary>Starts a host.</summary>
    /// <exception cref="EngineException">It cannot start, for a reason that people can do something about.</exception>
    public static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            // Before anything is made from the settings, so that every fault is named at once.
            host.Services.GetService<IStartupValidator>()?.Validate();
            await host.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await DisposeAsync(host);
            if (EngineFaults.Explain(e) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }

    /// <summary>Stops a host, once what it works on is done.</summary>
    public static async Task StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        await DisposeAsync(host);
    }

    private static async Task DisposeAsync(IHost host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }
    }

    private static HostApplicationBuilder NewBuilder(EngineSettings settings, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Settings.Values);
        builder.Services.AddSerilog(EngineLog.Create(settings), dispose: true);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        if (!settings.IsPatient)
        {
            builder.Services.PostConfigure<KartonOptions>(options =>
                options.StartTimeout = options.StartTimeout < LongestStart ? options.StartTimeout : LongestStart);
        }

        // First, for it answers while the others wait for their servers.
        if (settings.Settings.Bind<HealthOptions>(HealthOptions.Section).Listen is { Length: > 0 } address)
        {
            builder.Services.AddSingleton(new HealthAddress(address));
            builder.Services.AddSingleton<Readiness>();
            builder.Services.AddHostedService<HealthServer>();
        }

        return builder;
    }

    private static void AddParts(KartonBuilder karton, EngineSettings settings)
    {
        if (settings.Parts.HasFlag(Parts.Tracking))
        {
            karton.AddSharedTracking();
        }

        if (settings.Parts.HasFlag(Parts.Classifier))
        {
            karton.AddClassifier();
        }

        if (settings.Parts.HasFlag(Parts.Unpacker))
        {
            karton.AddUnpacker();
        }

        if (settings.Parts == Parts.None && settings.ReadsLedger)
        {
            karton.AddLedgerAccess();
            karton.Services.AddSingleton<CompletionWatch>();
            karton.ConfigureBus(bus => bus.AddConsumer<CompletionConsumer, CompletionConsumerDefinition>());
        }
    }
}
