using System.Net.Sockets;
using Karton.Cli.Inputs;
using Karton.Cli.Tests.Text;

namespace Karton.Cli.Tests.Inputs;

public sealed class InputCollectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_called_by_its_own_name()
    {
        var path = _folder.File("a.zip");

        var inputs = InputCollector.Collect([path]);

        Assert.Equal([new InputFile("a.zip", path)], inputs.Files);
        AssertNoRemarks(inputs);
    }

    [Fact]
    public void A_directory_is_walked_to_the_bottom_in_the_order_of_names()
    {
        _folder.File("dir/b.txt");
        _folder.File("dir/a/z.txt");
        _folder.File("dir/.hidden");
        _folder.File("dir/a/.git/config");
        _folder.File("dir/B.txt");

        var inputs = InputCollector.Collect([_folder.At("dir")]);

        Assert.Equal([".hidden", "B.txt", "a/.git/config", "a/z.txt", "b.txt"], Names(inputs));
        AssertNoRemarks(inputs);
    }

    [Fact]
    public void An_empty_file_is_an_input()
    {
        var inputs = InputCollector.Collect([_folder.File("empty", content: "")]);

        Assert.Equal(["empty"], Names(inputs));
    }

    [Fact]
    public void A_directory_without_files_is_noted()
    {
        Directory.CreateDirectory(_folder.At("empty", "too"));

        var inputs = InputCollector.Collect([_folder.At("empty")]);

        Assert.Empty(inputs.Files);
        Assert.Equal([$"'{_folder.At("empty")}' holds no file."], inputs.Notes);
    }

    [Fact]
    public void A_missing_file_is_a_fault_with_its_name()
    {
        var inputs = InputCollector.Collect([_folder.File("there"), _folder.At("missing"), ""]);

        Assert.Equal(
            [$"'{_folder.At("missing")}' cannot be read: there is no such file.", "'' is no path."], inputs.Faults);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_a_fault_when_it_was_named()
    {
        var path = _folder.File("locked");
        using var owner = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var inputs = InputCollector.Collect([path]);

        Assert.StartsWith($"'{path}' cannot be read: ", Assert.Single(inputs.Faults), StringComparison.Ordinal);
        Assert.Empty(inputs.Files);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_inside_a_directory_leaves_the_others()
    {
        var path = _folder.File("dir/locked");
        _folder.File("dir/other");
        using var owner = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var inputs = InputCollector.Collect([_folder.At("dir")]);

        Assert.Empty(inputs.Faults);
        Assert.StartsWith($"'{path}' cannot be read: ", Assert.Single(inputs.Unreadable), StringComparison.Ordinal);
        Assert.Equal(["other"], Names(inputs));
    }

    [Fact]
    public void Links_are_followed_when_they_were_named_and_left_out_inside_a_directory()
    {
        var target = _folder.File("target/file");
        Directory.CreateDirectory(_folder.At("dir"));
        File.CreateSymbolicLink(_folder.At("dir", "file-link"), target);
        Directory.CreateSymbolicLink(_folder.At("dir", "loop"), _folder.At("dir"));

        var walked = InputCollector.Collect([_folder.At("dir")]);
        var named = InputCollector.Collect([_folder.At("dir", "file-link")]);
        var namedDirectory = InputCollector.Collect([_folder.At("dir", "loop")]);

        Assert.Empty(walked.Files);
        Assert.Equal(
            [
                $"'{_folder.At("dir", "file-link")}' is left out: it is a link.",
                $"'{_folder.At("dir", "loop")}' is left out: it is a link.",
            ],
            walked.Notes.Where(note => note.Contains("link", StringComparison.Ordinal)).Order());
        Assert.Equal(["file-link"], Names(named));
        Assert.Empty(namedDirectory.Files);
        Assert.Empty(namedDirectory.Faults);
    }

    [Fact]
    public void A_link_that_leads_nowhere_or_to_itself_is_a_fault()
    {
        File.CreateSymbolicLink(_folder.At("dangling"), _folder.At("nothing"));
        File.CreateSymbolicLink(_folder.At("self"), _folder.At("self"));

        var inputs = InputCollector.Collect([_folder.At("dangling"), _folder.At("self")]);

        Assert.Equal(
            [
                $"'{_folder.At("dangling")}' cannot be read: it is a link that leads nowhere.",
                $"'{_folder.At("self")}' cannot be read: it is a link that leads nowhere.",
            ],
            inputs.Faults);
    }

    [Fact]
    public void What_is_no_file_is_never_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes in the file system are made with mkfifo.");
        var pipe = _folder.Pipe("pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("s")));
        _folder.File("z");

        var walked = InputCollector.Collect([_folder.Root]);
        var named = InputCollector.Collect([pipe, "/dev/null"]);

        Assert.Equal(["z"], Names(walked));
        Assert.Equal(
            [$"'{pipe}' is left out: it is a pipe.", $"'{_folder.At("s")}' is left out: it is a socket."],
            walked.Notes.Order());
        Assert.Equal(2, named.Faults.Count);
        Assert.Contains("it is a pipe, not a file", named.Faults[0], StringComparison.Ordinal);
        Assert.Contains("it is a device, not a file", named.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_given_twice_is_analysed_once()
    {
        var path = _folder.File("dir/a");
        File.CreateSymbolicLink(_folder.At("link"), path);

        var inputs = InputCollector.Collect([path, _folder.At("dir"), _folder.At("dir", "..", "dir", "a"),
            _folder.At("link"), "-", "-"]);

        Assert.Equal(["a", "stdin"], Names(inputs));
        Assert.Equal(3, inputs.Notes.Count);
        Assert.All(
            inputs.Notes,
            note => Assert.EndsWith("is given more than once; it is analysed once.", note, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_the_same_name_are_called_by_their_paths()
    {
        var one = _folder.File("one/a.exe");
        var two = _folder.File("two/a.exe");
        _folder.File("two/b.exe");

        var inputs = InputCollector.Collect([one, _folder.At("two")]);

        Assert.Equal([one, two, "b.exe"], Names(inputs));
    }

    [Fact]
    public void Standard_input_is_an_input_without_a_path()
    {
        var inputs = InputCollector.Collect(["-"]);

        Assert.Equal([new InputFile("stdin", Path: null)], inputs.Files);
    }

    [Fact]
    public void Hostile_names_are_kept_as_they_are_and_shown_escaped()
    {
        var path = _folder.File("a\u001b[2J\n\u202e.exe");

        var inputs = InputCollector.Collect([path, path, _folder.At("gone\u001b[31m")]);

        Assert.Equal(["a\u001b[2J\n\u202e.exe"], Names(inputs));
        Assert.All(inputs.Notes.Concat(inputs.Faults), message => Assert.Null(HostileText.FirstHarm(message)));
        Assert.Contains(@"gone\x1b[31m", Assert.Single(inputs.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_no_UTF8_is_told_from_a_missing_file()
    {
        var inputs = InputCollector.Collect([_folder.At("bad\ufffdname")]);

        Assert.Contains("no valid UTF-8", Assert.Single(inputs.Faults), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(CollectedInputs inputs) => inputs.Files.Select(file => file.Name);

    private static void AssertNoRemarks(CollectedInputs inputs) =>
        Assert.Empty(inputs.Faults.Concat(inputs.Unreadable).Concat(inputs.Notes));
}
