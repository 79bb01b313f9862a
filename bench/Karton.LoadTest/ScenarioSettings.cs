using System.CommandLine;

namespace Karton.LoadTest;

/// <summary>What a scenario was told on the command line.</summary>
internal sealed class ScenarioSettings(Engine engine, int rounds, ParseResult parsed)
{
    /// <summary>Where it runs.</summary>
    internal Engine Engine => engine;

    /// <summary>How often each of two sides is measured; what is told are medians.</summary>
    internal int Rounds => rounds;

    /// <summary>The value of one of the scenario's own options.</summary>
    internal T Get<T>(Option<T> option) => parsed.GetRequiredValue(option);
}
