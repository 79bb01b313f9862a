namespace Karton.Sdk.Servers;

/// <summary>A server that the process needs cannot be used. The message is one sentence or two for the person who runs
/// it: what was tried, what went wrong, which setting to change. It never holds a secret.</summary>
public sealed class ServerUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was tried, what went wrong, and which setting to change.</param>
    /// <param name="mayPass">Whether waiting may help, as for a server that is not up yet; not so for a wrong
    /// password.</param>
    /// <param name="innerException">What the library threw.</param>
    public ServerUnavailableException(string message, bool mayPass, Exception? innerException = null)
        : base(message, innerException) => MayPass = mayPass;

    /// <summary>Whether waiting may help.</summary>
    public bool MayPass { get; }
}
