using Karton.Gateway;
using Karton.Sdk;
using Karton.Sdk.Stores;
using Karton.Services.Classifier;
using Karton.Services.Unpacker;
using Karton.Tracking;
using Karton.Tracking.Reading;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;

namespace Karton.Cli.Engine;

/// <summary>Makes the embedded engine: in-memory transport, SQLite and files, all in this process.</summary>
internal sealed class EmbeddedEngineFactory(TimeProvider time) : IAnalysisEngineFactory
{
    public async Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        var directory = settings.DataDirectory is { } path
            ? EngineDirectory.Take(path)
            : EngineDirectory.TakeTemporary();
        try
        {
            return await EmbeddedEngine.StartAsync(BuildHost(directory, settings), directory, cancellationToken);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        var dataDirectory = settings.DataDirectory!;
        try
        {
            return Task.FromResult<ILedgerAccess>(
                new LedgerAccess(LedgerReader.Open(EngineDirectory.DatabaseIn(dataDirectory))));
        }
        catch (FileNotFoundException e)
        {
            throw new EngineException(
                $"There is no ledger in {dataDirectory}. 'karton up' and 'karton analyze --data' make one.", e);
        }
        catch (InvalidDataException e)
        {
            throw new EngineException(e.Message, e);
        }
    }

    public Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The services of the embedded engine are those of its process.");

    private IHost BuildHost(EngineDirectory directory, EngineSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Settings.Values);
        builder.Services.AddSerilog(EngineLog.Create(settings), dispose: true);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.AddSingleton<IObjectStore>(_ => new FileObjectStore(directory.Objects));
        builder.Services.AddSingleton<AnalysisWatch>();
        builder.Services.AddGateway();
        builder.Services.AddKarton(karton =>
        {
            karton.AddTracking(tracking => tracking.DatabasePath = directory.Database);
            karton.AddClassifier();
            karton.AddUnpacker();
            karton.ConfigureBus(bus => bus.AddConsumer<WakeOnCompletion, WakeOnCompletionDefinition>());
        });
        return builder.Build();
    }
}
