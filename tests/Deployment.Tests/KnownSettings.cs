using System.Reflection;
using Karton.Sdk;
using Karton.Sdk.Servers;

namespace Karton.Deployment.Tests;

/// <summary>Every setting that the options of all parts have, such as <c>Karton:RabbitMq:Tls:CaFile</c>.</summary>
internal static class KnownSettings
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(KartonOptions).Assembly,
        .. new[] { "Karton.Tracking", "Karton.Services.Classifier", "Karton.Services.Unpacker", "karton" }
            .Select(Assembly.Load),
    ];

    private static readonly HashSet<string> Keys = new(
        OptionsClasses().SelectMany(options => KeysOf(options.Type, options.Section)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is a setting of that name; an item of a list has a number at its end.</summary>
    public static bool Has(string key)
    {
        var end = key.LastIndexOf(':');
        return Keys.Contains(key) || (int.TryParse(key[(end + 1)..], out _) && Keys.Contains(key[..end] + ":0"));
    }

    public static string KeyOf(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);

    private static IEnumerable<(Type Type, string Section)> OptionsClasses()
    {
        foreach (var type in Assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetField("Section") is { IsLiteral: true } section)
            {
                yield return (type, (string)section.GetRawConstantValue()!);
            }
        }
    }

    private static IEnumerable<string> KeysOf(Type type, string section) => type.GetProperties()
        .Where(property => !property.GetMethod!.IsStatic)
        .SelectMany(property => property.PropertyType switch
        {
            var own when own == typeof(TlsOptions) => KeysOf(own, $"{section}:{property.Name}"),
            var list when list.IsAssignableTo(typeof(IEnumerable<string>)) => [$"{section}:{property.Name}:0"],
            _ => new[] { $"{section}:{property.Name}" },
        });
}
