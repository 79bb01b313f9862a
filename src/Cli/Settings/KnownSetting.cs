using System.Reflection;

namespace Karton.Cli.Settings;

/// <summary>A setting that there is.</summary>
/// <param name="Key">Its full name, such as <c>Karton:RabbitMq:Hosts</c>.</param>
/// <param name="Property">The property that it sets.</param>
/// <param name="Default">Its value when nobody sets it.</param>
internal sealed record KnownSetting(string Key, PropertyInfo Property, object? Default)
{
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>Whether it is a list, whose items have a number each.</summary>
    public bool IsList => Property.PropertyType.IsAssignableFrom(typeof(List<string>));

    /// <summary>Whether nobody may see its value.</summary>
    public bool IsSecret => IsSecretName(Property.Name);

    /// <summary>The environment variable that sets it; a list's first item.</summary>
    public string Variable => VariableOf(IsList ? $"{Key}:0" : Key);

    /// <summary>The name of the environment variable that sets a key.</summary>
    public static string VariableOf(string key) =>
        key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>What a value must be.</summary>
    public string Form => Type switch
    {
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(int) || Type == typeof(long) => "a whole number",
        _ when Type == typeof(TimeSpan) => "a time as in 00:00:30 (hours:minutes:seconds)",
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(Type).Select(name => name.ToLowerInvariant())),
        _ => "text",
    };

    internal static bool IsSecretName(string name) =>
        name.Equals("Password", StringComparison.OrdinalIgnoreCase)
        || name.Equals("SecretKey", StringComparison.OrdinalIgnoreCase);
}
