using System.Text.Json;
using System.Text.RegularExpressions;

namespace Karton.Tests.Processes;

/// <summary>A JSON report without what differs from run to run: ids and times.</summary>
public static partial class Report
{
    public static string WithoutTimes(JsonElement document) =>
        Varying().Replace(document.GetRawText(), "\"$1\":*");

    [GeneratedRegex("\"(analysisId|seconds)\":(\"[^\"]*\"|[0-9.eE+-]+|null)")]
    private static partial Regex Varying();
}
