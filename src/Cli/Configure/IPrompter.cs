namespace Karton.Cli.Configure;

/// <summary>Asks a person.</summary>
internal interface IPrompter
{
    /// <summary>Whether there is a person to ask.</summary>
    bool CanAsk { get; }

    /// <summary>Asks one question.</summary>
    /// <param name="question">Fit for a terminal.</param>
    /// <param name="isSecret">Whether the answer is not to be seen while it is typed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The answer, empty when only Enter was pressed; <see langword="null"/> at the end of input.</returns>
    Task<string?> AskAsync(string question, bool isSecret, CancellationToken cancellationToken);
}
