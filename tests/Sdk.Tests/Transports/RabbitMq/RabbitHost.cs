using Karton.Contracts;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>Hosts that stand for processes on one broker.</summary>
internal static class RabbitHost
{
    public static Task<TestHost> StartAsync(
        RabbitMqVirtualHost broker,
        Func<ScriptedConsumer, KartonTask, CancellationToken, Task> run,
        Action<KartonOptions>? options = null,
        Action<RabbitMqOptions>? rabbit = null,
        LogLines? log = null,
        bool overBus = false) =>
        StartAsync(
            broker,
            karton => karton.AddConsumer<ScriptedConsumer>().AddConsumer<CollectingConsumer>(),
            run,
            options,
            rabbit,
            log,
            overBus);

    public static Task<TestHost> StartAsync(
        RabbitMqVirtualHost broker,
        Action<KartonBuilder> add,
        Func<ScriptedConsumer, KartonTask, CancellationToken, Task>? run = null,
        Action<KartonOptions>? options = null,
        Action<RabbitMqOptions>? rabbit = null,
        LogLines? log = null,
        bool overBus = false) =>
        TestHost.StartAsync(
            karton =>
            {
                add(karton);
                karton.UseRabbitMq(settings =>
                {
                    Use(broker.Settings, settings);
                    rabbit?.Invoke(settings);
                });
                karton.Services.Configure<KartonOptions>(karton => karton.StartTimeout = TimeSpan.FromSeconds(5));
                karton.Services.Configure(options ?? (_ => { }));
                if (log is not null)
                {
                    karton.Services.AddSingleton<ILoggerProvider>(log);
                }
            },
            container => container
                .AddSingleton(new Script { Run = run ?? ((_, _, _) => Task.CompletedTask) })
                .AddSingleton<Collected>(),
            overBus);

    public static void Use(IReadOnlyDictionary<string, string?> settings, RabbitMqOptions options) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
            .GetSection(RabbitMqOptions.Section).Bind(options);

    /// <summary>Asks again until it is so: the management interface tells what was a moment ago.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await ask();
            if (isSo(answer))
            {
                return answer;
            }

            await pause.WaitForNextTickAsync(limit.Token);
        }
    }
}
