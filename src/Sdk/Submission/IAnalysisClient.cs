using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;

namespace Karton.Sdk.Submission;

/// <summary>Starts analyses. The same as publishing a task outside a consumer, with a budget, a time limit and
/// repeats.</summary>
public interface IAnalysisClient
{
    /// <summary>Records the analysis, then publishes its root task.</summary>
    /// <param name="task">The root task.</param>
    /// <param name="budget">What the analysis may use. Default: the defaults of <see cref="AnalysisBudget"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the analysis may be known by then.</param>
    /// <returns>The id of the analysis, which is the root task's.</returns>
    /// <exception cref="ValidationException">The task is malformed, or no root.</exception>
    /// <exception cref="InvalidOperationException">Called by a consumer about its own delivery's flow.</exception>
    /// <exception cref="TimeoutException">It could not be recorded or published in time. Once recorded, it goes on
    /// by itself when the ledger sends the task.</exception>
    Task<Guid> SubmitAsync(
        KartonTask task, AnalysisBudget? budget = null, CancellationToken cancellationToken = default);
}
