using Karton.Contracts;

namespace Karton.Sdk.Submission;

/// <summary>Sends a task of the ledger straight to one service's queue, past filters and other services: for what was
/// lost on its way, and for what a person runs again.</summary>
public interface ITaskSender
{
    /// <summary>Sends the task as it is. The service ends it with an outcome of this generation, rejected where its
    /// filters do not match.</summary>
    /// <exception cref="TimeoutException">It could not be sent in time.</exception>
    Task SendAsync(KartonTask task, string identity, int generation, CancellationToken cancellationToken);
}
