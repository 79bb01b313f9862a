namespace Karton.Sdk.Work;

/// <summary>When this process started.</summary>
internal sealed class InstanceStart(TimeProvider time)
{
    internal DateTimeOffset At { get; } = time.GetUtcNow();
}
