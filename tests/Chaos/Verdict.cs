using Karton.Chaos.Load;

namespace Karton.Chaos;

/// <summary>How the engine took one fault.</summary>
/// <param name="Fault">What went wrong.</param>
/// <param name="Injected">How often.</param>
/// <param name="Balance">What became of the analyses.</param>
/// <param name="Recovered">How long after the last time everything had come to its end.</param>
/// <param name="Details">What was amiss, for a person who has to find out why.</param>
internal sealed record Verdict(string Fault, int Injected, Balance Balance, TimeSpan Recovered, string Details)
{
    internal bool IsClean => Balance.IsClean;
}
