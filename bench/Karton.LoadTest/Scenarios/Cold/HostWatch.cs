using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.LoadTest.Scenarios.Cold;

/// <summary>Sees a host of the process being built and started, by what the library that builds hosts tells to
/// diagnostic tools.</summary>
internal sealed class HostWatch(PhaseMarks marks)
    : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "Microsoft.Extensions.Hosting";
    private const string Built = "HostBuilt";

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: Built, Value: IHost host })
        {
            marks.Reach(Phase.Built);
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() =>
            {
                marks.Reach(Phase.Started);
                var bus = host.Services.GetRequiredService<IBus>();
                var watch = new BusWatch(marks);
                bus.ConnectPublishObserver(watch);
                bus.ConnectConsumeObserver(watch);
            });
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
