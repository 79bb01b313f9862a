using System.Reflection;
using Karton.Sdk;
using Karton.Sdk.Servers;
using Karton.Services.Classifier;
using Karton.Services.Unpacker;
using Karton.Tracking;

namespace Karton.Cli.Settings;

/// <summary>Every setting that there is: the properties of all options, which are the classes with a constant
/// <c>Section</c>.</summary>
internal static class KnownSettings
{
    private const string SectionField = "Section";

    private static readonly Lazy<IReadOnlyList<OptionsClass>> AllClasses = new(FindClasses);

    private static readonly Lazy<IReadOnlyDictionary<string, KnownSetting>> ByKey = new(() => Classes
        .SelectMany(options => options.Settings)
        .ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase));

    /// <summary>The options, by section.</summary>
    public static IReadOnlyList<OptionsClass> Classes => AllClasses.Value;

    /// <summary>The settings.</summary>
    public static IEnumerable<KnownSetting> All => Classes.SelectMany(options => options.Settings);

    /// <summary>The setting of a key, which may name an item of a list; <see langword="null"/> when there is
    /// none.</summary>
    public static KnownSetting? Find(string key)
    {
        if (ByKey.Value.TryGetValue(key, out var setting))
        {
            return setting;
        }

        var end = key.LastIndexOf(':');
        return end > 0
            && ushort.TryParse(key.AsSpan(end + 1), out _)
            && ByKey.Value.TryGetValue(key[..end], out var list)
            && list.IsList ? list : null;
    }

    /// <summary>The setting whose name is most like a key that nobody knows; <see langword="null"/> when none is like
    /// it.</summary>
    public static KnownSetting? Nearest(string key)
    {
        var wanted = key.ToUpperInvariant();
        var nearest = All
            .Select(setting => (setting, far: Distance(setting.Key.ToUpperInvariant(), wanted)))
            .MinBy(candidate => candidate.far);
        return nearest.far <= Math.Max(3, wanted.Length / 3) ? nearest.setting : null;
    }

    private static List<OptionsClass> FindClasses()
    {
        Assembly[] assemblies =
        [
            typeof(KartonOptions).Assembly,
            typeof(TrackingOptions).Assembly,
            typeof(ClassifierRegistration).Assembly,
            typeof(UnpackerRegistration).Assembly,
            typeof(KnownSettings).Assembly,
        ];
        return
        [
            .. assemblies.SelectMany(assembly => assembly.GetTypes())
                .Select(type => (type, section: SectionOf(type)))
                .Where(options => options.section is not null)
                .Select(options => new OptionsClass(
                    options.type, options.section!, [.. SettingsOf(options.type, options.section!)]))
                .OrderBy(options => options.Section, StringComparer.Ordinal)
                .ThenBy(options => options.Type.Name, StringComparer.Ordinal),
        ];
    }

    private static string? SectionOf(Type type) =>
        type.GetField(SectionField, BindingFlags.Static | BindingFlags.Public) is { IsLiteral: true } field
            ? field.GetRawConstantValue() as string
            : null;

    private static IEnumerable<KnownSetting> SettingsOf(Type type, string section)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            var key = $"{section}:{property.Name}";
            if (property.PropertyType == typeof(TlsOptions))
            {
                foreach (var setting in SettingsOf(typeof(TlsOptions), key))
                {
                    yield return setting;
                }
            }
            else if (!IsSetElsewhere(property))
            {
                yield return new KnownSetting(key, property, property.GetValue(defaults));
            }
        }
    }

    // The ledger of the embedded engine lies in the data directory.
    private static bool IsSetElsewhere(PropertyInfo property) =>
        property.DeclaringType == typeof(TrackingOptions) && property.Name == nameof(TrackingOptions.DatabasePath);

    // Levenshtein's.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var cost = one[i] == other[j] ? diagonal : diagonal + 1;
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(cost, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
