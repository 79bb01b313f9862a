using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Sdk;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Karton.Tracking;
using Karton.Tracking.Reading;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Bench.Ledger;

/// <summary>
/// Analyses of one task and one service, one after the other, on RabbitMQ and PostgreSQL: how long from before the
/// submission until <see cref="AnalysisCompleted"/> has been published. Ledger and service are one process.
/// </summary>
internal static class Latency
{
    private const int Warmups = 30;

    internal static async Task RunAsync(int analyses)
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var database = await PostgreSqlDatabase.CreateAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(broker.Settings.Concat(database.Settings));
        var ends = new Ends();
        builder.Services.AddSingleton(ends);
        builder.Services.AddPublishObserver(provider => provider.GetRequiredService<Ends>());
        builder.Services.AddKarton(karton =>
        {
            karton.UseRabbitMq();
            karton.AddSharedTracking();
            karton.AddConsumer<BenchConsumer>();
        });
        using var host = builder.Build();
        await host.StartAsync();
        var directory = host.Services.GetRequiredService<IServiceReader>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await directory.ListAsync(CancellationToken.None)).Count == 0)
        {
            await timer.WaitForNextTickAsync();
        }

        var client = host.Services.GetRequiredService<IAnalysisClient>();
        var elapsed = new List<double>();
        for (var i = 0; i < Warmups + analyses; i++)
        {
            var root = Trees.Root();
            var ended = ends.Of(root.AnalysisId);
            var began = Stopwatch.GetTimestamp();
            await client.SubmitAsync(root);
            await ended.WaitAsync(TimeSpan.FromMinutes(1));
            if (i >= Warmups)
            {
                elapsed.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        await host.StopAsync();
        elapsed.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{analyses} analyses, submission to completion in ms: p50 {elapsed[analyses / 2]:0.0}, "
            + $"p95 {elapsed[analyses * 95 / 100]:0.0}, most {elapsed[^1]:0.0}"));
    }

    private sealed class Ends : IPublishObserver
    {
        private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _ends = [];

        public Task Of(Guid analysisId) => _ends.GetOrAdd(
            analysisId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class
        {
            if (context.Message is AnalysisCompleted completed && _ends.TryRemove(completed.AnalysisId, out var end))
            {
                end.TrySetResult();
            }

            return Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}

[KartonService(Trees.Identity, Version = "1.0", Concurrency = 4)]
[Accepts("type=bench")]
internal sealed class BenchConsumer : IConsumer<KartonTask>
{
    public Task Consume(ConsumeContext<KartonTask> context) => Task.CompletedTask;
}
