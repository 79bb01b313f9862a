using System.Text.Json;
using Karton.Contracts.Data;
using Karton.Tracking.Reports;
using static Karton.Tracking.Tests.Reports.TreeOfTasks;

namespace Karton.Tracking.Tests.Reports;

public sealed class JsonReportDocumentTests
{
    [Fact]
    public async Task The_document_about_the_report_tells_every_field_of_it()
    {
        var tasks = new TreeOfTasks();
        var root = tasks.Add(
            null, new DataMap(), Sample("a", 'a'), deliveries: [Refusing("one", "ratio"), Crashed("two", "x")]);
        tasks.Add(root, new DataMap(), Sample("b", 'b'));
        using var output = new MemoryStream();
        await AnalysisReportWriter.WriteAsync(output, tasks.Report(), TestContext.Current.CancellationToken);
        output.Position = 0;
        using var report = await JsonDocument.ParseAsync(
            output, cancellationToken: TestContext.Current.CancellationToken);

        var text = await File.ReadAllTextAsync(DocumentPath(), TestContext.Current.CancellationToken);

        Assert.All(Names(report.RootElement).Distinct(), name =>
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => Names(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static string DocumentPath()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Karton.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return Path.Combine(root, "docs", "json-report.md");
    }
}
