namespace Karton.Sdk.Servers;

/// <summary>How the checks of servers are made. Set in code alone: there is no configuration section.</summary>
public sealed class ServerCheckOptions
{
    /// <summary>Whether queues that are missing stay missing, as when somebody only tries settings; those that are
    /// there are looked at. A bucket is made nevertheless, where it may be. Default <see langword="false"/>.</summary>
    public bool KeepsQueues { get; set; }
}
