using System.Globalization;
using System.Text.RegularExpressions;
using Karton.Cli.Settings;
using Microsoft.Extensions.Configuration;

namespace Karton.Cli.Tests.Settings;

/// <summary><c>docs/configuration.md</c> says what is.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly Dictionary<string, Row> Rows = ReadRows();

    public static TheoryData<string> Settings => new(KnownSettings.All.Select(setting => setting.Key));

    [Fact]
    public void Names_every_setting_and_invents_none() =>
        Assert.Equal(KnownSettings.All.Select(setting => setting.Key).Order(), Rows.Keys.Order());

    [Theory]
    [MemberData(nameof(Settings))]
    public void Says_how_the_environment_sets_it(string key) =>
        Assert.Equal($"`{KnownSettings.Find(key)!.Variable}`", Rows[key].Variable);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Says_its_default(string key)
    {
        var setting = KnownSettings.Find(key)!;
        var said = Rows[key].Default;
        switch (setting)
        {
            case { Property.Name: "InstanceName" }:
                Assert.Equal("made of machine, process and chance", said);
                break;
            case { Default: null }:
                Assert.StartsWith("none", said, StringComparison.Ordinal);
                break;
            case { IsList: true } when ((IEnumerable<string>)setting.Default).Any():
                Assert.Equal(
                    string.Join(", ", ((IEnumerable<string>)setting.Default).Select(item => $"`{item}`")), said);
                break;
            case { IsList: true }:
                Assert.StartsWith("empty", said, StringComparison.Ordinal);
                break;
            case { Default: bool or Enum }:
                Assert.Equal($"`{setting.Default}`", said, ignoreCase: true);
                break;
            default:
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"`{setting.Default}`"), said);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Says_its_range_as_it_is_enforced(string key)
    {
        var setting = KnownSettings.Find(key)!;
        var range = Rows[key].Range;
        var bounds = Code().Matches(range).Select(match => match.Groups[1].Value).ToArray();
        if (setting.IsList)
        {
            Assert.Equal("list", range);
        }
        else if (setting.Type == typeof(bool) || setting.Type.IsEnum)
        {
            Assert.Equal(setting.Form, string.Join(" or ", bounds));
        }
        else if (setting.Type == typeof(TimeSpan))
        {
            var times = Array.ConvertAll(bounds, bound => TimeSpan.Parse(bound, CultureInfo.InvariantCulture));
            Check(setting, times, time => time - TimeSpan.FromTicks(1), time => time + TimeSpan.FromTicks(1));
        }
        else if (setting.Type == typeof(string))
        {
            Assert.StartsWith("text", range, StringComparison.Ordinal);
        }
        else
        {
            var numbers = Array.ConvertAll(bounds, bound => long.Parse(bound, CultureInfo.InvariantCulture));
            Check(setting, numbers, number => number - 1, number => number + 1);
        }
    }

    private static void Check<T>(KnownSetting setting, T[] bounds, Func<T, T> below, Func<T, T> above)
    {
        Assert.NotEmpty(bounds);
        Assert.All(bounds, bound => Assert.Empty(Faults(setting, bound)));
        Assert.NotEmpty(Faults(setting, below(bounds[0])));
        if (bounds.Length > 1)
        {
            Assert.NotEmpty(Faults(setting, above(bounds[1])));
        }
    }

    private static IEnumerable<string> Faults<T>(KnownSetting setting, T value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(setting.Key, string.Create(CultureInfo.InvariantCulture, $"{value}"))])
            .Build();
        return KnownSettings.Classes.Single(options => options.Settings.Contains(setting))
            .Check(configuration, _ => "")
            .Where(fault => fault.Contains(setting.Key, StringComparison.Ordinal));
    }

    private static Dictionary<string, Row> ReadRows()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Karton.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return File.ReadLines(Path.Combine(root, "docs", "configuration.md"))
            .Where(line => line.StartsWith("| `Karton:", StringComparison.Ordinal))
            .Select(line => line.Split(" | "))
            .ToDictionary(
                cells => cells[0].Trim('|', ' ', '`'),
                cells => new Row(cells[1], cells[3], cells[4].TrimEnd('|', ' ')));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Row(string Variable, string Default, string Range);
}
