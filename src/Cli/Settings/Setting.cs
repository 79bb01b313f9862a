namespace Karton.Cli.Settings;

/// <summary>A setting that somebody has made.</summary>
/// <param name="Key">Its full name, such as <c>Karton:RabbitMq:Hosts:0</c>.</param>
/// <param name="Value">Its value; <see langword="null"/> takes back what an earlier source says.</param>
/// <param name="Origin">Where it stands, for people.</param>
internal sealed record Setting(string Key, string? Value, string Origin);
