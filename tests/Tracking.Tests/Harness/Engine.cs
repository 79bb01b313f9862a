using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk;
using Karton.Sdk.Tracking;
using Karton.Tracking.Reading;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Tests.Harness;

/// <summary>An embedded engine with MassTransit's test harness; its services are <see cref="ScriptedService"/> unless a
/// test adds others.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private Engine(IHost host, LogLines logs, Script script)
    {
        _host = host;
        Logs = logs;
        Script = script;
        Messages = host.Services.GetRequiredService<BusLog>();
    }

    public LogLines Logs { get; }

    public Script Script { get; }

    public BusLog Messages { get; }

    public IServiceProvider Services => _host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public IAnalysisReader Reader => Services.GetRequiredService<IAnalysisReader>();

    public ITestHarness Harness => Services.GetRequiredService<ITestHarness>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts an engine on a database, with <see cref="ScriptedService"/> unless
    /// <paramref name="configure"/> does otherwise.</summary>
    public static async Task<Engine> StartAsync(
        string path, Action<KartonBuilder>? configure = null, Action<TrackingOptions>? options = null)
    {
        var logs = new LogLines();
        var script = new Script();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton(script);
        builder.Services.AddSingleton<BusLog>();
        builder.Services.AddPublishObserver(provider => provider.GetRequiredService<BusLog>());
        builder.Services.AddConsumeObserver(provider => provider.GetRequiredService<BusLog>());
        builder.Services.Configure<TestHarnessOptions>(harness => harness.TestInactivityTimeout = Patience);
        builder.Services.AddKarton(karton =>
        {
            karton.UseTestHarness();
            karton.AddTracking(tracking =>
            {
                tracking.DatabasePath = path;
                options?.Invoke(tracking);
            });
            (configure ?? (one => one.AddConsumer<ScriptedService>()))(karton);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(Token);
            return new Engine(host, logs, script);
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
    }

    /// <summary>Records an entry as a service of another process would: the task itself is sent nowhere.</summary>
    public Task<TrackingReceipt> RecordAsync(AnalysisSubmitted submitted) => Services
        .GetRequiredService<ITrackingChannel>().RecordAsync(new LedgerEntry { Submitted = submitted }, Token);

    /// <inheritdoc cref="RecordAsync(AnalysisSubmitted)"/>
    public Task<TrackingReceipt> RecordAsync(TaskOutcome outcome) => Services
        .GetRequiredService<ITrackingChannel>().RecordAsync(new LedgerEntry { Outcome = outcome }, Token);

    /// <summary>Waits until the analysis' end is announced.</summary>
    public Task<AnalysisCompleted> CompletedAsync(Guid analysisId) =>
        CompletedAsync(end => end.AnalysisId == analysisId);

    /// <summary>Waits until such an end is announced.</summary>
    public async Task<AnalysisCompleted> CompletedAsync(Func<AnalysisCompleted, bool> predicate)
    {
        var message = await Messages.PublishedAsync<AnalysesCompleted>(ends => ends.Analyses.Any(predicate));
        return message.Analyses.First(predicate);
    }

    /// <summary>Waits until the state machine has stored this state.</summary>
    public Task ReachedAsync(Guid analysisId, AnalysisState state) => Logs.WaitAsync(
        3000, text => text.StartsWith($"Analysis {analysisId} is {state}:", StringComparison.Ordinal));

    public Task<AnalysisRow?> FindAsync(Guid analysisId) =>
        Services.GetRequiredService<ILedgerStore>().Queries.FindAnalysisAsync(analysisId, Token);

    public async Task<IReadOnlyList<TaskRecord>> ReadAsync(Guid analysisId) =>
        await Reader.ReadTasksAsync(analysisId, Token).ToListAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

/// <summary>What <see cref="ScriptedService"/> does with each task: nothing, unless a test says otherwise.</summary>
internal sealed class Script
{
    public Func<ConsumeContext<KartonTask>, Task> Run { get; set; } = _ => Task.CompletedTask;
}

[KartonService(Identity, Concurrency = 4)]
[Accepts("type=a")]
internal sealed class ScriptedService(Script script) : IConsumer<KartonTask>
{
    public const string Identity = "test.a";

    public Task Consume(ConsumeContext<KartonTask> context) => script.Run(context);
}
