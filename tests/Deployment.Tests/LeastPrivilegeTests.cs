using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Sdk;
using Karton.Sdk.Servers;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Karton.Tracking;
using Karton.Tracking.Reading;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Deployment.Tests;

/// <summary>Users with the rights that the documents tell to give them, on a real RabbitMQ.</summary>
public sealed class LeastPrivilegeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersFact]
    public async Task An_analysis_is_done_by_processes_whose_users_have_the_documented_rights()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var tracking = await StartAsync(
            broker, "karton-tracking", karton => karton.AddSharedTracking(), database.Settings);
        await using var classifier = await StartAsync(
            broker, "karton-classifier", karton => karton.AddConsumer<Classifier>());
        await using var unpacker = await StartAsync(
            broker, "karton-unpacker", karton => karton.AddConsumer<Unpacker>());
        var completed = new Completion();
        await using var client = await StartAsync(broker, "karton-submit", karton =>
        {
            karton.Services.AddSingleton(completed);
            karton.ConfigureBus(bus => bus.AddConsumer<Completion.Consumer, Completion.Definition>());
        });
        var services = tracking.Services.GetRequiredService<IServiceReader>();
        await UntilAsync(async () => (await services.ListAsync(Token)).Count(service => service.IsRegistered) == 2);

        var id = await client.Services.GetRequiredService<IAnalysisClient>().SubmitAsync(
            RootTask(), cancellationToken: Token);

        Assert.Equal(id, await completed.Analysis.Task.WaitAsync(Patience, Token));
        var analyses = tracking.Services.GetRequiredService<IAnalysisReader>();
        var tasks = await analyses.ReadTasksAsync(id, Token).ToListAsync(Token);
        Assert.Equal(2, tasks.Count);
    }

    [ServersTheory]
    [InlineData("karton-unpacker")]
    [InlineData("karton-submit")]
    public async Task Nobody_else_may_read_the_queue_of_a_service(string user)
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using (await StartAsync(broker, "karton-classifier", karton => karton.AddConsumer<Classifier>()))
        {
            var refusal = await Assert.ThrowsAsync<ServerUnavailableException>(
                () => StartAsync(broker, user, karton => karton.AddConsumer<Classifier>()));

            Assert.Contains("lacks the permission", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("karton.classifier", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static KartonTask RootTask()
    {
        var id = NewId.NextGuid();
        return new KartonTask
        {
            TaskId = id,
            AnalysisId = id,
            Headers = new DataMap { ["type"] = "sample", ["kind"] = "raw" },
        };
    }

    private static async Task<Process> StartAsync(
        RabbitMqVirtualHost broker,
        string user,
        Action<KartonBuilder> configure,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var rights = DocumentedRights.ByUser[user];
        var made = await broker.CreateUserAsync(rights.Configure, rights.Write, rights.Read);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(made.Settings);
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Karton:HeartbeatInterval"] = "00:00:00.3" });
        builder.Services.AddKarton(karton =>
        {
            karton.UseRabbitMq();
            configure(karton);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(Token);
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        return new Process(host);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private sealed class Process(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    /// <summary>Waits for the end of an analysis as <c>karton submit --wait</c> does.</summary>
    private sealed class Completion
    {
        public TaskCompletionSource<Guid> Analysis { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public sealed class Consumer(Completion completion) : IConsumer<AnalysesCompleted>
        {
            public Task Consume(ConsumeContext<AnalysesCompleted> context)
            {
                completion.Analysis.TrySetResult(context.Message.Analyses[0].AnalysisId);
                return Task.CompletedTask;
            }
        }

        public sealed class Definition : ConsumerDefinition<Consumer>
        {
            public Definition(IOptions<KartonOptions> options) => Endpoint(endpoint =>
            {
                endpoint.Name = $"karton.instance.{options.Value.InstanceName}";
                endpoint.Temporary = true;
            });
        }
    }

    [KartonService("karton.classifier", Version = "1.0.0")]
    [Accepts("type=sample", "kind=raw")]
    private sealed class Classifier : KartonConsumer
    {
        protected override Task ProcessAsync(KartonTask task, CancellationToken cancellationToken) => SendAsync(
            Derive(new DataMap { ["type"] = "sample", ["stage"] = "recognized", ["kind"] = "archive" }),
            cancellationToken);
    }

    [KartonService("karton.unpacker", Version = "1.0.0")]
    [Accepts("type=sample", "stage=recognized", "kind=archive")]
    private sealed class Unpacker : KartonConsumer
    {
        protected override Task ProcessAsync(KartonTask task, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
