using System.Text;

namespace Karton.LoadTest.Reporting;

/// <summary>A table of a report: a first column of words, then figures.</summary>
internal sealed class Table(string title, string[] columns)
{
    private readonly List<string[]> _rows = [];

    internal Table Row(string name, params string[] cells)
    {
        _rows.Add([name, .. cells]);
        return this;
    }

    internal void WriteTo(StringBuilder text)
    {
        string[][] lines = [columns, .. _rows];
        var widths = Enumerable.Range(0, columns.Length)
            .Select(column => lines.Max(line => column < line.Length ? line[column].Length : 0))
            .ToArray();
        text.AppendLine(title);
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) =>
                column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append("  ").AppendLine(string.Join("  ", cells).TrimEnd());
        }

        text.AppendLine();
    }
}
