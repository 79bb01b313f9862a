using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Cli.Tests.Analyze;

public sealed class AnalyzeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CliRun _run = new();

    public void Dispose()
    {
        _folder.Dispose();
        _run.Dispose();
    }

    [Fact]
    public async Task A_file_is_analysed_and_its_tree_is_shown()
    {
        var exitCode = await _run.RunAsync("analyze", _folder.File("a.txt", "hello"));

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            a.txt  5 B  aaaaaaaaaaaa  raw  classifier 3 ms
            a.txt: succeeded, 1 sample, 1 task in 1.5 s


            """, _run.Output);
        Assert.Equal("[1/1] a.txt: succeeded, 1 sample, 1 task in 1.5 s\n", _run.Error);
        Assert.True(_run.Engine.IsDisposed);
    }

    [Fact]
    public async Task Every_file_of_a_directory_has_its_tree_and_all_have_a_total()
    {
        _folder.File("dir/b-crash.txt");
        _folder.File("dir/a.txt");
        _folder.File("dir/c-refuse.txt");

        var exitCode = await _run.RunAsync("analyze", _folder.At("dir"));

        Assert.Equal(2, exitCode);
        Assert.Equal(
            """
            a.txt  1 B  aaaaaaaaaaaa  raw  classifier 3 ms
            a.txt: succeeded, 1 sample, 1 task in 1.5 s

            b-crash.txt  1 B  aaaaaaaaaaaa  raw  broken crashed 40 ms
               ✗ broken crashed: System.IO.IOException: It broke.
            b-crash.txt: partial, 1 sample, 1 task, 1 crashed in 1.5 s

            c-refuse.txt  1 B  aaaaaaaaaaaa  raw  unpacker 40 ms
               ! unpacker refused a (ratio): Too much.
            c-refuse.txt: partial, 1 sample, 1 task, 1 refused in 1.5 s

            3 files: 1 succeeded, 2 not, 3 samples, 3 tasks, 1 crashed, 1 refused in <1 ms

            """, _run.Output);
    }

    [Fact]
    public async Task Json_is_a_document_a_line_in_the_order_of_the_files_and_nothing_else()
    {
        var slow = _folder.File("1-slow.txt");
        var fast = _folder.File("2.txt");
        _run.Engine.LetGo.SetResult();

        var exitCode = await _run.RunAsync("analyze", "--json", slow, fast);

        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["1-slow.txt", "2.txt"], _run.Documents.Select(document => document.GetProperty("file").GetString()));
        Assert.Equal(
            """
            [1/2] 1-slow.txt: succeeded, 1 sample, 1 task in 1.5 s
            [2/2] 2.txt: succeeded, 1 sample, 1 task in 1.5 s
            2 files: all succeeded, 2 samples, 2 tasks in <1 ms

            """, _run.Error);
    }

    [Fact]
    public async Task What_an_earlier_run_has_left_is_finished_and_shown_after_the_files()
    {
        _run.Engine.Leave("earlier.txt");

        var exitCode = await _run.RunAsync("analyze", "--json", _folder.File("now.txt"));

        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["now.txt", "earlier.txt"], _run.Documents.Select(document => document.GetProperty("file").GetString()));
        Assert.Contains("earlier.txt: goes on from an earlier run\n", _run.Error, StringComparison.Ordinal);
        Assert.Contains("[2/2] earlier.txt: succeeded", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_handed_in_while_an_earlier_one_is_worked_on()
    {
        var files = Enumerable.Range(0, 200).Select(number => _folder.File($"{number:D3}")).ToArray();
        var slow = _folder.File("-slow");
        var running = _run.RunAsync(["analyze", "--json", "--", slow, .. files]);
        await _run.Engine.Waiting.Task;

        _run.Engine.LetGo.SetResult();

        Assert.Equal(0, await running);
        Assert.Equal(201, _run.Documents.Count);
        Assert.Equal("-slow", _run.Documents[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Nothing_is_submitted_when_a_named_file_is_missing()
    {
        var exitCode = await _run.RunAsync("analyze", _folder.File("a"), _folder.At("missing"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"""
            karton: '{_folder.At("missing")}' cannot be read: there is no such file.
            karton: nothing was submitted.

            """, _run.Error);
        Assert.Empty(_run.Engine.Started);
        Assert.Empty(_run.Output);
    }

    [Fact]
    public async Task A_directory_without_files_is_nothing_to_analyse()
    {
        var exitCode = await _run.RunAsync("analyze", _folder.Root);

        Assert.Equal(1, exitCode);
        Assert.EndsWith("karton: there is nothing to analyse.\n", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Engine.Started);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_inside_a_directory_is_told_and_the_others_are_analysed()
    {
        _folder.File("dir/a");
        var locked = _folder.File("dir/locked");
        await using var owner = new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var exitCode = await _run.RunAsync("analyze", "--json", _folder.At("dir"));

        Assert.Equal(1, exitCode);
        Assert.Single(_run.Documents);
        Assert.Contains($"'{locked}' cannot be read", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_submission_is_refused_is_told_and_the_others_are_analysed()
    {
        var exitCode = await _run.RunAsync("analyze", "--json", _folder.File("invalid"), _folder.File("z"));

        Assert.Equal(1, exitCode);
        Assert.Equal("z", Assert.Single(_run.Documents).GetProperty("file").GetString());
        Assert.Contains(
            "karton: 'invalid' was not analysed: The header 'x' is too long.\n", _run.Error, StringComparison.Ordinal);
        Assert.Contains("[1/2] invalid: not analysed\n", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_analysed_as_stdin()
    {
        using var run = new CliRun { Input = "hello"u8.ToArray() };

        var exitCode = await run.RunAsync("analyze", "--json", "-");

        Assert.Equal(0, exitCode);
        var tree = Assert.Single(run.Documents).GetProperty("tree");
        Assert.Equal(("stdin", 5), (tree.GetProperty("name").GetString(), tree.GetProperty("size").GetInt64()));
    }

    [Fact]
    public async Task The_options_reach_the_submission_and_the_engine()
    {
        await _run.RunAsync(
            "analyze", _folder.File("a"), "--priority", "high", "--timeout", "1.5m", "--header", "quality=low",
            "--header", "note=a=b", "--password", "one", "-p", "two", "--data", _folder.At("data"), "-v");

        var submission = Assert.Single(_run.Engine.Submitted);
        Assert.Equal("a", submission.Name);
        Assert.Equal(TaskPriority.High, submission.Priority);
        Assert.Equal(CliRun.Now.AddSeconds(90), submission.Deadline);
        Assert.Equal(new DataMap { ["quality"] = "low", ["note"] = "a=b" }, submission.Headers);
        Assert.Equal(["one", "two"], submission.Passwords);
        var settings = Assert.Single(_run.Engine.Started);
        Assert.Equal((_folder.At("data"), true), (settings.DataDirectory, settings.IsVerbose));
    }

    [Fact]
    public async Task Without_options_a_submission_is_plain_and_the_data_is_temporary()
    {
        await _run.RunAsync("analyze", _folder.File("a"));

        var submission = Assert.Single(_run.Engine.Submitted);
        Assert.Equal(TaskPriority.Normal, submission.Priority);
        Assert.Null(submission.Deadline);
        Assert.Empty(submission.Headers);
        Assert.Empty(submission.Passwords);
        var settings = Assert.Single(_run.Engine.Started);
        Assert.Equal((null, false), (settings.DataDirectory, settings.IsVerbose));
    }

    [Theory]
    [InlineData("--timeout", "5", "'5' is no time. Write it like 90s, 5m or 2h.")]
    [InlineData("--timeout", "-5s", "'-5s' is no time. Write it like 90s, 5m or 2h.")]
    [InlineData("--timeout", "0s", "'0s' is no time. Write it like 90s, 5m or 2h.")]
    [InlineData("--timeout", "9999999h", "'9999999h' is no time. Write it like 90s, 5m or 2h.")]
    [InlineData("--priority", "urgent", "'urgent' is no priority. Choose low, normal or high.")]
    [InlineData("--header", "quality", "'quality' is no header. Write it like quality=low.")]
    [InlineData("--header", "=low", "'=low' is no header. Write it like quality=low.")]
    [InlineData("--header", "origin=me", "The header 'origin' is set by Karton itself. Choose another name.")]
    public async Task A_value_that_an_option_does_not_take_is_named(string option, string value, string message)
    {
        var exitCode = await _run.RunAsync("analyze", _folder.File("a"), option, value);

        Assert.Equal(1, exitCode);
        Assert.Equal($"karton: {message}\n'karton analyze --help' tells how to use it.\n", _run.Error);
        Assert.Empty(_run.Engine.Started);
    }

    [Fact]
    public async Task An_engine_that_cannot_start_says_why()
    {
        using var run = new CliRun { Engine = new FakeEngine { StartFault = "The library libmagic is missing." } };

        Assert.Equal(1, await run.RunAsync("analyze", _folder.File("a")));
        Assert.Equal("karton: The library libmagic is missing.\n", run.Error);
    }

    [Fact]
    public async Task An_interruption_stops_the_engine_and_says_how_far_it_came()
    {
        using var interruption = new CancellationTokenSource();
        var running = _run.RunAsync(
            interruption.Token, "analyze", "--data", _folder.At("data"), _folder.File("a"), _folder.File("b-slow"));
        await _run.Engine.Waiting.Task;

        await interruption.CancelAsync();

        Assert.Equal(130, await running);
        Assert.True(_run.Engine.IsDisposed);
        Assert.EndsWith(
            $"karton: stopped: 1 of 2 files analysed. 'karton up --data {_folder.At("data")}' goes on with what was "
            + "submitted.\n",
            _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_called_like_a_list_of_arguments_is_a_file()
    {
        var working = _folder.File("@args");

        Assert.Equal(0, await _run.RunAsync("analyze", "--json", Path.GetRelativePath(".", working)));
        Assert.Equal("@args", Assert.Single(_run.Documents).GetProperty("file").GetString());
    }

    [Fact]
    public async Task Hostile_names_reach_the_document_whole_and_the_terminal_escaped()
    {
        const string Name = "a\u001b[2J\u202egnp\n.exe";
        var path = _folder.File(Name);

        Assert.Equal(0, await _run.RunAsync("analyze", path));
        Assert.Contains(@"a\x1b[2J\u202egnp\x0a.exe", _run.Output, StringComparison.Ordinal);
        using var json = new CliRun();
        Assert.Equal(0, await json.RunAsync("analyze", "--json", path));
        Assert.Equal(Name, Assert.Single(json.Documents).GetProperty("file").GetString());
    }
}
