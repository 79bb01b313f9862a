using Karton.Contracts;
using Karton.Contracts.Data;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Harness;

/// <summary>What the consumers of these tests do with each task; registered by each test.</summary>
internal sealed class Script
{
    public Func<ScriptedConsumer, KartonTask, CancellationToken, Task> Run { get; init; } =
        (_, _, _) => Task.CompletedTask;
}

[KartonService("test.scripted", Version = "1.2.3", TimeoutSeconds = 60, Concurrency = 2)]
[System.ComponentModel.Description("Does what a test says.")]
[Accepts("type=sample", "platform=!win*")]
[Accepts("type=other")]
internal sealed class ScriptedConsumer(Script script, IServiceProvider services) : KartonConsumer
{
    public const string Identity = "test.scripted";

    public IPublishEndpoint PublishEndpoint => services.GetRequiredService<IPublishEndpoint>();

    public ISendEndpointProvider SendEndpointProvider => services.GetRequiredService<ISendEndpointProvider>();

    public IBus Bus => services.GetRequiredService<IBus>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public KartonTask DeriveTask(DataMap headers) => Derive(headers);

    public Task SendTaskAsync(KartonTask task) => SendAsync(task);

    public void RefuseTask(string reason, string message, string? subject = null) => Refuse(reason, message, subject);

    protected override Task ProcessAsync(KartonTask task, CancellationToken cancellationToken) =>
        script.Run(this, task, cancellationToken);
}
