namespace Karton.Sdk.Submission;

/// <summary>Marks what the SDK itself sends in the current flow, so that its filters tell it from what an author
/// publishes.</summary>
internal static class OwnSend
{
    private static readonly AsyncLocal<Guid> Current = new();

    internal static Mark Begin(Guid taskId)
    {
        var before = Current.Value;
        Current.Value = taskId;
        return new Mark(before);
    }

    internal static bool Includes(Guid taskId) => Current.Value == taskId;

    internal readonly struct Mark(Guid before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
