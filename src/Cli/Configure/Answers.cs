using System.Globalization;
using System.Text.Json.Nodes;
using Karton.Cli.Settings;
using Karton.Sdk;
using Microsoft.Extensions.Configuration;

namespace Karton.Cli.Configure;

/// <summary>The settings as they were found, and as they were answered.</summary>
internal sealed class Answers(IReadOnlyDictionary<string, string?> present)
{
    private const string EngineKey = "Karton:Engine";

    private readonly Dictionary<string, string?> _values = new(present, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _present = new(present, StringComparer.OrdinalIgnoreCase);
    private readonly List<KnownSetting> _asked = [];

    /// <summary>What is set now, by full name.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    public KartonEngine Engine
    {
        get => Enum.Parse<KartonEngine>(_values[EngineKey]!, ignoreCase: true);
        set => _values[EngineKey] = $"{value}".ToLowerInvariant();
    }

    /// <summary>The engine, and every other setting that is no longer what it was: what another source says and nobody
    /// has changed stays there.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Changes =>
    [
        new(EngineKey, _values[EngineKey]),
        .. _asked.Distinct().Where(IsChanged).Select(setting => new KeyValuePair<string, JsonNode?>(
            setting.Key, JsonOf(setting))),
    ];

    public IConfigurationRoot ToConfiguration() =>
        new ConfigurationBuilder().AddInMemoryCollection(_values).Build();

    /// <summary>The value that holds now; <see langword="null"/> when there is none. Of a list, all
    /// its items.</summary>
    public string? ValueOf(KnownSetting setting)
    {
        if (!setting.IsList)
        {
            return _values.GetValueOrDefault(setting.Key) ?? TextOf(setting.Default);
        }

        return ItemsIn(_values, setting) is { Count: > 0 } items
            ? string.Join(", ", items)
            : string.Join(", ", (IEnumerable<string>)setting.Default!);
    }

    public bool IsTrue(string key) => bool.TryParse(_values.GetValueOrDefault(key), out var isTrue) && isTrue;

    /// <summary>Takes an answer.</summary>
    public void Set(KnownSetting setting, string value)
    {
        _asked.Add(setting);
        if (value == ValueOf(setting))
        {
            return;
        }

        RemoveFrom(setting);
        if (!setting.IsList)
        {
            _values[setting.Key] = value;
            return;
        }

        var items = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < items.Length; index++)
        {
            _values[$"{setting.Key}:{index}"] = items[index];
        }
    }

    /// <summary>Takes a setting back.</summary>
    public void Clear(KnownSetting setting)
    {
        _asked.Add(setting);
        RemoveFrom(setting);
    }

    private void RemoveFrom(KnownSetting setting)
    {
        foreach (var key in KeysIn(_values, setting).ToList())
        {
            _values.Remove(key);
        }
    }

    private bool IsChanged(KnownSetting setting) =>
        !ItemsIn(_values, setting).SequenceEqual(ItemsIn(_present, setting));

    private JsonNode? JsonOf(KnownSetting setting)
    {
        var items = ItemsIn(_values, setting);
        if (items.Count == 0)
        {
            return null;
        }

        return setting switch
        {
            { IsList: true } => new JsonArray([.. items.Select(item => (JsonNode)item)]),
            _ when setting.Type == typeof(bool) => bool.Parse(items[0]),
            _ when setting.Type == typeof(int) || setting.Type == typeof(long) =>
                long.Parse(items[0], CultureInfo.InvariantCulture),
            _ => items[0],
        };
    }

    private static List<string> ItemsIn(Dictionary<string, string?> values, KnownSetting setting) =>
        [.. KeysIn(values, setting).Select(key => values[key] ?? "")];

    private static IEnumerable<string> KeysIn(Dictionary<string, string?> values, KnownSetting setting) =>
        setting.IsList
            ? values.Keys
                .Where(key => key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase))
                .OrderBy(key => int.Parse(key.AsSpan(setting.Key.Length + 1), CultureInfo.InvariantCulture))
            : values.Keys.Where(key => key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        bool isTrue => isTrue ? "true" : "false",
        Enum kind => $"{kind}".ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
