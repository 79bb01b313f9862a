using BenchmarkDotNet.Attributes;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Benchmarks;

/// <summary>Messages as they travel: in MassTransit's envelope, with the settings of Karton's bus.</summary>
public class EnvelopeBenchmarks
{
    private const int EntriesInOne = 50;

    private readonly KartonTask _task = Trees.Root();
    private readonly LedgerEntries _entries = new()
    {
        Entries = [.. Enumerable.Range(0, EntriesInOne).Select(_ => Trees.End(Trees.Root(), children: 1))],
    };

    private SystemTextJsonMessageSerializer _serializer = null!;
    private byte[] _taskBytes = [];
    private byte[] _entriesBytes = [];

    [GlobalSetup]
    public void SetUp()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddKarton(_ => { });
        using var host = builder.Build();

        // Making the bus is what sets how messages are written.
        _ = host.Services.GetRequiredService<IBus>();
        _serializer = new SystemTextJsonMessageSerializer();
        _taskBytes = WriteTask();
        _entriesBytes = WriteEntries();
    }

    [Benchmark]
    public byte[] WriteTask() => Write(_task);

    [Benchmark]
    public object ReadTask() => Read<KartonTask>(_taskBytes);

    [Benchmark]
    public byte[] WriteEntries() => Write(_entries);

    [Benchmark]
    public object ReadEntries() => Read<LedgerEntries>(_entriesBytes);

    private byte[] Write<T>(T message)
        where T : class => _serializer.GetMessageBody(new MessageSendContext<T>(message)).GetBytes();

    private T Read<T>(byte[] bytes)
        where T : class
    {
        var context = _serializer.Deserialize(
            new BytesMessageBody(bytes), new DictionarySendHeaders(new Dictionary<string, object?>()));
        return context.TryGetMessage<T>(out var message)
            ? message!
            : throw new InvalidOperationException($"These bytes are no {typeof(T).Name}.");
    }
}
