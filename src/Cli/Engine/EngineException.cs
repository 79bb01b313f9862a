namespace Karton.Cli.Engine;

/// <summary>The engine cannot do what was asked, for a reason that a person can do something about. The message is
/// shown as it is: one sentence, with the value and what to do.</summary>
internal sealed class EngineException : Exception
{
    public EngineException(string message, Exception? inner = null)
        : base(message, inner) => Faults = [message];

    /// <param name="faults">Several reasons, a sentence each.</param>
    /// <param name="inner">What said so.</param>
    public EngineException(IReadOnlyList<string> faults, Exception? inner = null)
        : base(string.Join(' ', faults), inner) => Faults = faults;

    /// <summary>The reasons, for a line each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
