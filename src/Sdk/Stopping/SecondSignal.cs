using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Stopping;

/// <summary>Ends the process at once when it is asked to stop a second time. The host heeds the first request alone and
/// ignores all that follow, however long its stopping takes.</summary>
internal sealed partial class SecondSignal(ILogger<SecondSignal> logger) : IHostedService, IDisposable
{
    private const int SignalBase = 128;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _requests;

    /// <summary>Ends the process; replaced by tests.</summary>
    internal Action<int> Exit { get; init; } = Environment.Exit;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context.Signal)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context.Signal)));
        return Task.CompletedTask;
    }

    // The registrations stay until the host is disposed: the second request comes while it stops.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _registrations.Clear();
    }

    internal void Handle(PosixSignal signal)
    {
        if (Interlocked.Increment(ref _requests) == 1)
        {
            return;
        }

        EndingAtOnce(signal);
        Exit(SignalBase + (signal == PosixSignal.SIGINT ? 2 : 15));
    }

    [LoggerMessage(1040, LogLevel.Warning, "A second {Signal}: ending at once")]
    private partial void EndingAtOnce(PosixSignal signal);
}
