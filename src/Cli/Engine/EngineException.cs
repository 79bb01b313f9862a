namespace Karton.Cli.Engine;

/// <summary>The engine cannot do what was asked, for a reason that a person can do something about. The message is
/// shown as it is: one sentence, with the value and what to do.</summary>
internal sealed class EngineException(string message, Exception? inner = null) : Exception(message, inner);
