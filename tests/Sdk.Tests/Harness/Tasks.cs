using Karton.Contracts;
using Karton.Contracts.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Harness;

internal static class Tasks
{
    public static KartonTask Sample() => new() { Headers = new DataMap { ["type"] = "sample" } };

    public static KartonTask Child(long number = 0) =>
        new() { Headers = new DataMap { ["type"] = "child", ["number"] = number } };

    public static Task<TestHost> HostAsync(
        Func<ScriptedConsumer, KartonTask, CancellationToken, Task> run, Action<IServiceCollection>? services = null) =>
        TestHost.StartAsync(
            karton => karton.AddConsumer<ScriptedConsumer>().AddConsumer<CollectingConsumer>(),
            container =>
            {
                container.AddSingleton(new Script { Run = run });
                container.AddSingleton<Collected>();
                services?.Invoke(container);
            });
}
