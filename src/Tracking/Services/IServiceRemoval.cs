namespace Karton.Tracking.Services;

/// <summary>Removes services that will not come back. Nothing else does: the tasks of a service that is only stopped
/// wait for it.</summary>
public interface IServiceRemoval
{
    /// <summary>Removes a service: from the registry, so that no task is expected there any more; its queue with all
    /// that waits in it; its bindings. What is open at it ends as abandoned. Not done while instances of it are
    /// alive.</summary>
    Task<ServiceRemovalResult> RemoveAsync(string identity, CancellationToken cancellationToken);
}
