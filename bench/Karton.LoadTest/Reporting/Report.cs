using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Karton.LoadTest.Reporting;

/// <summary>What a scenario has found: tables for people and named figures for programs.</summary>
internal sealed class Report
{
    private readonly List<Table> _tables = [];
    private readonly JsonObject _figures = [];

    /// <summary>Adds a table. Tables come in the order in which they were added.</summary>
    internal Table AddTable(string title, params string[] columns)
    {
        var table = new Table(title, columns);
        _tables.Add(table);
        return table;
    }

    /// <summary>Adds a figure. Its name is in camel case and ends in its unit, unless it is a ratio or a
    /// count.</summary>
    internal void Add(string name, double value) => _figures.Add(name, Shorten(value));

    /// <summary>Adds several under one name.</summary>
    internal void Add(string name, IEnumerable<KeyValuePair<string, double>> values)
    {
        var group = new JsonObject();
        foreach (var (key, value) in values)
        {
            group.Add(key, Shorten(value));
        }

        _figures.Add(name, group);
    }

    internal string ToTable()
    {
        var text = new StringBuilder();
        foreach (var table in _tables)
        {
            table.WriteTo(text);
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Machine.Describe()}").ToString();
    }

    internal string ToJson(string scenario, Engine engine)
    {
        var document = new JsonObject
        {
            ["scenario"] = scenario,
            ["engine"] = engine.ToString().ToLowerInvariant(),
            ["machine"] = Machine.Describe(),
            ["commit"] = Machine.Commit(),
        };
        foreach (var (name, value) in _figures)
        {
            document.Add(name, value?.DeepClone());
        }

        return document.ToJsonString();
    }

    // Four digits are more than any of these measurements is good for.
    private static double? Shorten(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : null;
}
