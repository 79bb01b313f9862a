using Karton.Cli.Engine;
using Karton.Sdk;
using Microsoft.Extensions.Configuration;

namespace Karton.Cli.Settings;

/// <summary>The settings of all sources, put together and checked.</summary>
internal sealed record KartonSettings
{
    /// <summary>Nothing is set.</summary>
    public static KartonSettings Empty { get; } = new();

    /// <summary>What is set, by full name.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    /// <summary>The engine that was chosen; <see langword="null"/> when none was.</summary>
    public KartonEngine? Engine { get; init; }

    /// <summary>Where the engine was chosen, for people.</summary>
    public string? EngineOrigin { get; init; }

    /// <summary>What a person should know, though it stops nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The settings as configuration.</summary>
    public IConfigurationRoot ToConfiguration() =>
        new ConfigurationBuilder().AddInMemoryCollection(Values).Build();

    /// <summary>The same with one more setting.</summary>
    public KartonSettings With(string key, string value) => this with
    {
        Values = new Dictionary<string, string?>(Values, StringComparer.OrdinalIgnoreCase) { [key] = value },
    };

    /// <summary>Options with these settings.</summary>
    public T Bind<T>(string section)
        where T : class, new()
    {
        var options = new T();
        ToConfiguration().GetSection(section).Bind(options);
        return options;
    }

    /// <summary>The engine that was chosen.</summary>
    public KartonEngine EngineOr(KartonEngine otherwise) => Engine ?? otherwise;

    /// <summary>Makes sure that the engine is the distributed one.</summary>
    /// <exception cref="EngineException">It is not.</exception>
    public void RequireDistributed(string command, string instead)
    {
        if (EngineOr(KartonEngine.Embedded) == KartonEngine.Embedded)
        {
            var why = Engine is null
                ? "no engine is chosen, so it is the embedded one"
                : $"{EngineOrigin} says embedded";
            throw new EngineException(
                $"'karton {command}' needs the distributed engine, and {why}. {instead} "
                + "Or choose the distributed engine with --engine distributed or Karton:Engine.");
        }
    }
}
