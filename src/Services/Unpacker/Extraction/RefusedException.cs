namespace Karton.Services.Unpacker.Extraction;

/// <summary>What is being read cannot or must not be unpacked. Ends as a refusal, never as a crash.</summary>
internal sealed class RefusedException(string reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>One of <see cref="RefusalReasons"/>.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether it concerns all that is still to come of the archive, not one entry alone.</summary>
    public bool EndsArchive { get; init; }

    public static RefusedException Corrupt(string message) => new(RefusalReasons.Corrupt, message);

    /// <summary>For what follows a refused entry where entries are packed together.</summary>
    public static RefusedException LostBehind(RefusedException refusal) =>
        new(refusal.Reason, "What follows the refused entry is packed together with it and is not unpacked either.");

    public static RefusedException Unsupported(string message) => new(RefusalReasons.Unsupported, message);
}
