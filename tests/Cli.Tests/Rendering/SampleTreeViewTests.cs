using CsCheck;
using Karton.Cli.Rendering;
using Karton.Cli.Tests.Text;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reading;
using Spectre.Console;
using Spectre.Console.Testing;
using static Karton.Cli.Tests.Analyses;

namespace Karton.Cli.Tests.Rendering;

public sealed class SampleTreeViewTests
{
    private readonly Analyses _analysis = new();

    [Fact]
    public void A_tree_is_a_line_a_sample_with_what_went_wrong_below_it()
    {
        NestedArchive();

        Assert.Equal(
            """
            delivery.zip  14.2 KiB  aaaaaaaaaaaa  archive zip  #archive:zip  classifier 3 ms  unpacker 40 ms
            │  ! unpacker refused secret.doc (encrypted): None of the 3 passwords opens it.
            ├─ inner.tar.gz  2.0 KiB  bbbbbbbbbbbb  archive gz        #archive:gz  classifier 3 ms  unpacker 12 ms
            │  ├─ setup.exe   293.9 KiB  cccccccccccc  runnable win32 exe  #runnable:win32:exe  classifier 3 ms
            │  └─ readme.txt       12 B  dddddddddddd  ascii               #misc:ascii  classifier 3 ms
            └─ run.ps1         930 B  eeeeeeeeeeee  script win32 ps1  #script:win32:ps1  classifier 3 ms
               │    example.strings crashed 40 ms
               │  ✗ example.strings crashed after 3 attempts: System.IO.IOException: The pattern file is gone.
               └─ config:static
            """, Show(120));
    }

    [Fact]
    public void A_narrow_terminal_gets_further_lines_instead_of_broken_words()
    {
        NestedArchive();

        Assert.Equal(
            """
            delivery.zip  14.2 KiB  aaaaaaaaaaaa  archive zip
            │    #archive:zip  classifier 3 ms  unpacker 40 ms
            │  ! unpacker refused secret.doc (encrypted): None of the 3
            │    passwords opens it.
            ├─ inner.tar.gz  2.0 KiB  bbbbbbbbbbbb  archive gz
            │  │    #archive:gz  classifier 3 ms  unpacker 12 ms
            │  ├─ setup.exe   293.9 KiB  cccccccccccc
            │  │       runnable win32 exe  #runnable:win32:exe
            │  │       classifier 3 ms
            │  └─ readme.txt       12 B  dddddddddddd  ascii
            │          #misc:ascii  classifier 3 ms
            └─ run.ps1         930 B  eeeeeeeeeeee  script win32 ps1
               │    #script:win32:ps1  classifier 3 ms
               │    example.strings crashed 40 ms
               │  ✗ example.strings crashed after 3 attempts:
               │    System.IO.IOException: The pattern file is gone.
               └─ config:static
            """, Show(60));
    }

    [Fact]
    public void A_wide_terminal_gets_one_line_a_sample()
    {
        NestedArchive();

        var lines = Show(160).Split('\n');

        Assert.Equal(8, lines.Length);
        Assert.EndsWith(
            "#script:win32:ps1  classifier 3 ms  example.strings crashed 40 ms", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_siblings_the_first_are_shown_and_the_rest_is_counted_by_kind()
    {
        var root = _analysis.Sample(null, "many.zip", 1, 'a', "archive zip");
        for (var member = 0; member < 60; member++)
        {
            _analysis.Sample(root, $"m{member}", 1, 'b', member % 3 == 0 ? "ascii" : "runnable win32 exe");
        }

        var zip = _analysis.Sample(root, "z", 1, 'c', "archive zip", tags: null, Crashed("u", "x"));
        _analysis.Sample(zip, "inside", 1, 'd', "ascii");
        _analysis.Add(zip, DataMap.Empty, sample: null, tags: null, skipped: "too deep");

        var lines = Show(120).Split('\n');

        Assert.Equal(52, lines.Length);
        Assert.StartsWith("├─ m49", lines[50], StringComparison.Ordinal);
        Assert.Equal(
            "└─ … 11 more: 7 runnable win32 exe, 3 ascii, 1 archive zip; 2 below them; 1 crashed; 1 refused "
            + "(--all shows everything)",
            lines[51]);
    }

    [Fact]
    public void One_sibling_too_many_is_shown_and_not_counted()
    {
        var root = _analysis.Sample(null, "a.zip", 1, 'a', "archive zip");
        for (var member = 0; member <= SampleTreeView.MostSiblings; member++)
        {
            _analysis.Sample(root, $"m{member}", 1, 'b');
        }

        Assert.DoesNotContain("more", Show(120), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_shown_when_it_is_asked_for()
    {
        var root = _analysis.Sample(null, "a.zip", 1, 'a', "archive zip");
        for (var member = 0; member < 3_000; member++)
        {
            _analysis.Sample(root, $"m{member}", 1, 'b');
        }

        Assert.Equal(3_001, Show(120, all: true).Split('\n').Length);
    }

    [Fact]
    public void A_wide_tree_of_many_levels_stays_readable()
    {
        Grow(_analysis.Sample(null, "root", 1, 'a', "archive zip"), depth: 4);

        var lines = Show(120).Split('\n').Length;

        Assert.InRange(lines, SampleTreeView.MostNodes, 2 * SampleTreeView.MostNodes);

        void Grow(TaskRecord parent, int depth)
        {
            for (var child = 0; child < 8 && depth > 0; child++)
            {
                Grow(_analysis.Sample(parent, $"{depth}-{child}", 1, 'b', "archive zip"), depth - 1);
            }
        }
    }

    [Fact]
    public void A_deep_tree_keeps_room_for_what_it_shows()
    {
        var last = _analysis.Sample(null, "n0", 1, 'a', "archive zip");
        for (var depth = 1; depth <= 100; depth++)
        {
            last = _analysis.Sample(last, $"n{depth}", 1, 'b', "archive zip");
        }

        var lines = Show(80).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.GetCellWidth(), 1, 80));
        Assert.StartsWith("⋯88 ", lines[^2], StringComparison.Ordinal);
        Assert.EndsWith("└─ n100  1 B  bbbbbbbbbbbb  archive zip", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_delivery_that_is_open_or_did_not_happen_says_so()
    {
        _analysis.Add(
            null, new DataMap { ["type"] = "sample", ["kind"] = "raw" },
            new Resource { Name = "", Sha256 = new string('a', 64), Size = 0 }, tags: null, skipped: null,
            new() { Identity = "one" },
            new() { Identity = "two", Status = DeliveryStatus.Rejected, Reason = "The task has no 'sample'." },
            Crashed("three", "30 s were not enough.") with
            {
                Error = new DeliveryError { Reason = "timeout", Message = "30 s were not enough." },
            });

        Assert.Equal(
            """
            (no name)  0 B  aaaaaaaaaaaa  raw  one open  two rejected  three crashed 40 ms
               ! two: The task has no 'sample'.
               ✗ three crashed: timeout: 30 s were not enough.
            """, Show(120));
    }

    [Fact]
    public void A_terminal_without_Unicode_gets_typed_guides()
    {
        NestedArchive();
        using var console = new TestConsole().Width(120).SupportsUnicode(false);

        console.Write(new SampleTreeView(_analysis.Report().Root!, showAll: false));

        Assert.Contains("|- inner.tar.gz", console.Output, StringComparison.Ordinal);
        Assert.Contains("|  `- readme.txt", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("─", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_of_a_sample_reaches_the_terminal_as_more_than_text() =>
        Gen.Select(HostileText.Gen.Array[8], Gen.Int[20, 160]).Sample((texts, width) =>
        {
            var analysis = new Analyses();
            var headers = new DataMap { ["type"] = texts[0], ["kind"] = texts[1], ["platform"] = texts[2] };
            var root = analysis.Add(
                null, headers, new Resource { Name = texts[3], Sha256 = texts[4], Size = 1 }, [texts[5], texts[6]],
                texts[7], Crashed(texts[0], texts[1], 2), Refusing(texts[2], texts[3], texts[4], texts[5]),
                Finished(texts[6], 1) with { Status = DeliveryStatus.Expired, Reason = texts[7] });
            analysis.Add(root, headers, sample: null, tags: null, skipped: null);
            using var console = new TestConsole().Width(width).Colors(ColorSystem.NoColors);

            console.Write(new SampleTreeView(analysis.Report().Root!, showAll: false));

            Assert.Null(HostileText.FirstHarm(console.Output, allowsLineFeed: true));
            Assert.All(console.Lines, line => Assert.InRange(line.GetCellWidth(), 0, width));
        });

    private void NestedArchive()
    {
        var root = _analysis.Sample(
            null, "delivery.zip", 14_541, 'a', "archive zip", ["archive:zip"],
            Refusing("karton.unpacker", "encrypted", "None of the 3 passwords opens it.", "secret.doc"));
        var inner = _analysis.Sample(
            root, "inner.tar.gz", 2_048, 'b', "archive gz", ["archive:gz"], Finished("karton.unpacker", 12));
        _analysis.Sample(inner, "setup.exe", 301_000, 'c', "runnable win32 exe", ["runnable:win32:exe"]);
        _analysis.Sample(inner, "readme.txt", 12, 'd', "ascii", ["misc:ascii"]);
        var script = _analysis.Sample(
            root, "run.ps1", 930, 'e', "script win32 ps1", ["script:win32:ps1"],
            Crashed("example.strings", "The pattern file is gone.", attempts: 3));
        _analysis.Add(
            script, new DataMap { ["type"] = "config", ["kind"] = "static" }, sample: null, tags: null, skipped: null);
    }

    private string Show(int width, bool all = false)
    {
        using var console = new TestConsole().Width(width);
        console.Write(new SampleTreeView(_analysis.Report().Root!, all));
        return console.Output.TrimEnd('\n');
    }
}
