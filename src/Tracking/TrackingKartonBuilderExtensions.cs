using Karton.Sdk;
using Karton.Sdk.Servers;
using Karton.Sdk.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Reading;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Storage.Sqlite;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
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
        AddLedger(services, configure);
        services.AddOptions<TrackingOptions>().Validate(
            options => options.DatabasePath.Length > 0,
            "Karton:Tracking:DatabasePath is missing: name the file of the ledger.");
        services.AddSingleton<ILedgerStore>(provider =>
            new SqliteLedgerStore(provider.GetRequiredService<IOptions<TrackingOptions>>().Value.DatabasePath));
        services.AddSingleton<ITrackingChannel, DirectTrackingChannel>();
        AddBackground(services);
        services.AddSingleton<InWorkJournal>();
        services.AddConsumeObserver<InWorkObserver>();
        services.AddSingleton<Recovery>();
        services.AddHostedService<TrackingHost>();
        return karton.ConfigureBus(AddToBus);
    }

    /// <summary>Adds the ledger of the distributed engine, on PostgreSQL as the configuration section
    /// <see cref="PostgreSqlOptions.Section"/> says. Services tell it over the bus, also those of this process. Any
    /// number of processes may run it.</summary>
    public static KartonBuilder AddSharedTracking(
        this KartonBuilder karton, Action<TrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(karton);
        AddPostgreSql(karton.Services);
        return karton.AddSharedTracking(NewPostgreSqlStore, configure);
    }

    /// <summary>Adds what a process needs that reads the ledger of the distributed engine or changes something in it by
    /// hand, and does not run it: <see cref="IAnalysisReader"/>, <see cref="IServiceReader"/> and
    /// <see cref="IServiceRemoval"/>.</summary>
    public static KartonBuilder AddLedgerAccess(this KartonBuilder karton)
    {
        ArgumentNullException.ThrowIfNull(karton);
        var services = karton.Services;
        AddPostgreSql(services);
        AddLedger(services, configure: null);
        AddSharedStore(services, NewPostgreSqlStore);
        services.AddHostedService<LedgerAccessHost>();
        return karton;
    }

    /// <inheritdoc cref="AddSharedTracking(KartonBuilder, Action{TrackingOptions}?)"/>
    internal static KartonBuilder AddSharedTracking(
        this KartonBuilder karton,
        Func<IServiceProvider, ISharedLedgerStore> store,
        Action<TrackingOptions>? configure = null)
    {
        var services = karton.Services;
        AddLedger(services, configure);
        AddSharedStore(services, store);
        AddBackground(services);
        services.AddHostedService<SharedTrackingHost>();
        return karton.ConfigureBus(AddToBus);
    }

    private static void AddPostgreSql(IServiceCollection services)
    {
        services.AddSettings<PostgreSqlOptions, PostgreSqlOptionsValidator>(PostgreSqlOptions.Section);
        services.AddSingleton<IServerCheck, PostgreSqlCheck>();
    }

    private static PostgreSqlLedgerStore NewPostgreSqlStore(IServiceProvider provider) =>
        new(provider.GetRequiredService<IOptions<PostgreSqlOptions>>().Value);

    private static void AddLedger(IServiceCollection services, Action<TrackingOptions>? configure)
    {
        services.AddSettings<TrackingOptions, TrackingOptionsValidator>(TrackingOptions.Section, configure);
        services.AddMetrics();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<EntryPreparer>();
        services.AddSingleton<ServiceRegistry>();
        services.AddSingleton<ReconcilerMetrics>();
        services.AddSingleton<DeliveryResender>();
        services.AddSingleton<IAnalysisReader, AnalysisReader>();
        services.AddSingleton<IServiceReader, ServiceReader>();
    }

    private static void AddSharedStore(IServiceCollection services, Func<IServiceProvider, ISharedLedgerStore> store)
    {
        services.AddSingleton(store);
        services.AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<ISharedLedgerStore>());
        services.AddSingleton<IServiceRemoval, ServiceRemoval>();
    }

    private static void AddBackground(IServiceCollection services)
    {
        services.AddSingleton<LedgerIntake>();
        services.AddSingleton<ServiceBindings>();
        services.AddSingleton<ServiceDirectory>();
        services.AddSingleton<AnalysisTransitions>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<DeadlineWatch>();
        services.AddSingleton<QueueWatch>();
        services.AddSingleton<DrainedAnalyses>();
        services.AddSingleton<GoneServices>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<BackgroundLoops>();
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
