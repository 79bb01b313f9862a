using System.Text.Json;
using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Tests.Reporting;

public sealed class ReportTests
{
    [Fact]
    public void Words_stand_to_the_left_and_figures_to_the_right()
    {
        var report = new Report();
        report.AddTable("a title", "", "tasks/s", "of it").Row("short", "1", "2").Row("a longer name", "12,345,678");

        var lines = report.ToTable().Split(Environment.NewLine);

        Assert.Equal(
            [
                "a title",
                "                    tasks/s  of it",
                "  short                   1      2",
                "  a longer name  12,345,678",
                "",
            ],
            lines[..5]);
    }

    [Fact]
    public void Figures_are_one_line_of_four_digits()
    {
        var report = new Report();
        report.Add("tasksPerSecond", 12_345.678);
        report.Add("ratio", 0.123456);
        report.Add("missing", double.NaN);
        report.Add("cpu", [KeyValuePair.Create("one", 1.0)]);

        var json = report.ToJson("throughput", Engine.Embedded);

        Assert.DoesNotContain('\n', json);
        using var document = JsonDocument.Parse(json);
        var figures = document.RootElement;
        Assert.Equal("embedded", figures.GetProperty("engine").GetString());
        Assert.Equal(12_350, figures.GetProperty("tasksPerSecond").GetDouble());
        Assert.Equal(0.1235, figures.GetProperty("ratio").GetDouble());
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("missing").ValueKind);
        Assert.Equal(1, figures.GetProperty("cpu").GetProperty("one").GetDouble());
    }
}
