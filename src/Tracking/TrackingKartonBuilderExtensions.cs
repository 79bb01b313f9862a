using Karton.Sdk;
using Karton.Sdk.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Reading;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Karton.Tracking;

/// <summary>Adds the ledger to a process.</summary>
public static class TrackingKartonBuilderExtensions
{
    /// <summary>Adds the ledger of the embedded engine: this process runs all the services there are, and tells the
    /// ledger by a call.</summary>
    public static KartonBuilder AddTracking(this KartonBuilder karton, Action<TrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(karton);
        var services = karton.Services;
        services.AddOptions<TrackingOptions>()
            .Configure<IServiceProvider>((options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(TrackingOptions.Section).Bind(options))
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TrackingOptions>, TrackingOptionsValidator>());
        services.AddMetrics();
        AddLedger(services);
        AddReconciling(services);
        services.AddHostedService<TrackingHost>();
        return karton.ConfigureBus(AddToBus);
    }

    private static void AddLedger(IServiceCollection services)
    {
        services.AddSingleton<ILedgerStore>(provider =>
            new SqliteLedgerStore(provider.GetRequiredService<IOptions<TrackingOptions>>().Value.DatabasePath));
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<EntryPreparer>();
        services.AddSingleton<ITrackingChannel, DirectTrackingChannel>();
        services.AddSingleton<ServiceRegistry>();
        services.AddSingleton<ServiceDirectory>();
        services.AddSingleton<AnalysisTransitions>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<DeadlineWatch>();
        services.AddSingleton<IAnalysisReader, AnalysisReader>();
    }

    private static void AddReconciling(IServiceCollection services)
    {
        services.AddSingleton<ReconcilerMetrics>();
        services.AddSingleton<DeliveryResender>();
        services.AddSingleton<DrainedAnalyses>();
        services.AddSingleton<InWorkJournal>();
        services.AddConsumeObserver<InWorkObserver>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<Reconciler>();
    }

    private static void AddToBus(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<LedgerEntriesConsumer, LedgerEntriesConsumerDefinition>();
        bus.AddConsumer<ServiceHeartbeatConsumer, ServiceHeartbeatConsumerDefinition>();
        bus.AddSagaStateMachine<AnalysisStateMachine, AnalysisInstance, AnalysisInstanceDefinition>()
            .Repository(repository =>
            {
                repository.RegisterLoadSagaRepository<AnalysisInstance, AnalysisRepositoryFactory>();
                repository.RegisterSagaRepository<
                    AnalysisInstance,
                    ILedgerStore,
                    SagaConsumeContextFactory<ILedgerStore, AnalysisInstance>,
                    AnalysisRepositoryFactory>();
            });
    }
}
