using System.Runtime.InteropServices;

namespace Karton.Cli.CommandLine;

/// <summary>Ctrl-C and the system's request to end: the first one asks for a good end, the second one ends at
/// once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (!_asked.IsCancellationRequested)
        {
            context.Cancel = true;
            _asked.Cancel();
        }
    }
}
