using Karton.Tracking.Reading;

namespace Karton.Cli.Status;

/// <summary>Shows how analyses go.</summary>
internal interface IStatusView
{
    /// <summary>Shows one of many.</summary>
    Task WriteAsync(AnalysisRecord analysis, CancellationToken cancellationToken);

    /// <summary>Shows one, with what it waits for.</summary>
    Task WriteAsync(AnalysisExplanation explanation, CancellationToken cancellationToken);

    /// <summary>Says how many there are.</summary>
    void WriteTotal(IReadOnlyList<AnalysisRecord> unfinished);
}
