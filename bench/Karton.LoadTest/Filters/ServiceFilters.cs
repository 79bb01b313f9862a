using Karton.Contracts.Data;

namespace Karton.LoadTest.Filters;

/// <summary>
/// Filters as services have them: those of extractors for one kind and platform, of services that leave one system
/// out, that name extensions, patterns and thresholds. Always the same, so that runs can be compared.
/// </summary>
internal static class ServiceFilters
{
    private static readonly string[] Kinds =
    [
        "runnable", "archive", "document", "script", "html", "ascii", "image", "pcap", "dump", "email", "raw", "apk",
        "misc",
    ];

    private static readonly string[] Platforms = ["win32", "win64", "linux", "android", "macos", "freebsd", "java"];

    private static readonly string[] Extensions =
    [
        "exe", "dll", "doc", "docx", "xls", "pdf", "js", "vbs", "ps1", "zip", "rar", "7z", "jar", "elf", "html", "eml",
        "lnk",
    ];

    private static readonly string[] Types = ["config", "blob", "analysis", "report", "url"];

    // The number of the service makes the words: the lists are of different lengths, so that few are the same twice.
    private static readonly (string Shape, Func<int, string> Write)[] Shapes =
    [
        ("exact", n => $$$"""
            [{"type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}", "platform": "{{{Platform(n)}}}"}]
            """),
        ("several rules", n => $$$"""
            [
              {"type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}", "platform": "{{{Platform(n)}}}"},
              {"type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}", "platform": "{{{Platform(n + 1)}}}"},
              {"type": "{{{Type(n)}}}", "kind": "{{{Kind(n + 1)}}}-{{{n % 40}}}"}
            ]
            """),
        ("wildcard", n => $$$"""
            [{
              "type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}",
              "extension": "{{{Extension(n)[..2]}}}*"
            }]
            """),
        ("veto", n => $$$"""
            [{"type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}", "platform": "!{{{Platform(n)[..3]}}}*"}]
            """),
        ("type of its own", n => $$$"""
            [{"type": "{{{Type(n)}}}", "kind": "{{{Kind(n)}}}-{{{n % 40}}}", "family": "family-{{{n}}}"}]
            """),
        ("$in", n => $$$"""
            [{
              "type": "sample", "kind": "{{{Kind(n)}}}",
              "extension": {"$in": ["{{{Extension(n)}}}", "{{{Extension(n + 1)}}}", "{{{Extension(n + 2)}}}"]}
            }]
            """),
        ("$nin", n => $$$"""
            [{
              "type": "sample", "stage": "recognized", "kind": "{{{Kind(n)}}}",
              "extension": {"$nin": ["{{{Extension(n)}}}", "{{{Extension(n + 5)}}}"]}
            }]
            """),
        ("list", n => $$$"""
            [{"type": "sample", "stage": "analyzed", "tags": "family-{{{n % 50}}}"}, {"tags": "yara:rule-{{{n}}}"}]
            """),
        ("number", n => $$$"""
            [
              {"type": "{{{Type(n)}}}", "score": {"$gte": {{{n % 100}}}, "$lt": 1000}},
              {"score": {"$gt": {{{n % 100}}}}}
            ]
            """),
        ("$regex", n => $$$"""
            [{"type": "sample", "mime": {"$regex": "^application/(x-)?{{{Extension(n)}}}[0-9]*$"}}]
            """),
        ("$or, $not", n => $$$"""
            [{
              "$or": [{"platform": "{{{Platform(n)}}}"}, {"extension": "{{{Extension(n)}}}"}],
              "kind": "{{{Kind(n)}}}", "quality": {"$not": {"$eq": "high"}}
            }]
            """),
        ("path", n => $$$"""
            [{"type": "sample", "report.family": "family-{{{n % 50}}}"}, {"packer": {"$exists": true}, "kind": "none"}]
            """),
    ];

    /// <summary>The headers of a program that the classifier has recognized, after one more service has tagged
    /// it.</summary>
    internal static DataMap Headers { get; } = DataMap.Parse("""
        {
          "type": "sample", "stage": "recognized", "kind": "runnable", "quality": "high", "platform": "win32",
          "extension": "exe", "mime": "application/x-dosexec", "score": 42,
          "tags": ["yara:pe", "packed", "upx"], "report": {"family": "unknown"}, "origin": "karton.classifier"
        }
        """);

    /// <summary>The filters of one service after the other, without end.</summary>
    internal static IEnumerable<ServiceFilter> All()
    {
        for (var number = 0; ; number++)
        {
            var (shape, write) = Shapes[number % Shapes.Length];
            yield return new ServiceFilter(shape, write(number));
        }
    }

    private static string Kind(int number) => Kinds[number % Kinds.Length];

    private static string Platform(int number) => Platforms[number % Platforms.Length];

    private static string Extension(int number) => Extensions[number % Extensions.Length];

    private static string Type(int number) => Types[number % Types.Length];
}
