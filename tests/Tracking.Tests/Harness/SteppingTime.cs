using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Tracking.Tests.Harness;

/// <summary>A clock that stands until a test moves it, and that tells when somebody begins to wait for it.</summary>
internal sealed class SteppingTime() : FakeTimeProvider(Tasks.Noon)
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for at most this long, and lets that time pass.</summary>
    public async Task PassPauseAsync(TimeSpan most)
    {
        TimeSpan pause;
        do
        {
            pause = await _pauses.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
        while (pause > most);

        Advance(pause);
    }
}
