using Karton.Cli.Text;

namespace Karton.Cli.Inputs;

/// <summary>
/// Finds the files behind the paths of a command line. Directories are walked to the bottom, hidden files included;
/// links inside them are not followed, so no loop can be.
/// </summary>
internal sealed class InputCollector
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    private const string StandardInputName = "stdin";

    private readonly List<(InputFile File, string Given)> _files = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly List<string> _unreadable = [];
    private readonly List<string> _notes = [];

    private InputCollector()
    {
    }

    /// <summary>Looks at each path. Nothing is read but whether it could be.</summary>
    public static CollectedInputs Collect(IEnumerable<string> paths)
    {
        var collector = new InputCollector();
        foreach (var path in paths)
        {
            collector.AddNamed(path);
        }

        return new CollectedInputs
        {
            Files = collector.WithDistinctNames(),
            Faults = collector._faults,
            Unreadable = collector._unreadable,
            Notes = collector._notes,
        };
    }

    private void AddNamed(string path)
    {
        if (path == StandardInput)
        {
            if (_known.Add(path))
            {
                _files.Add((new InputFile(StandardInputName, Path: null), path));
            }

            return;
        }

        if (path.Length == 0)
        {
            _faults.Add("'' is no path.");
            return;
        }

        var kind = PathKinds.OfTarget(path);
        switch (kind)
        {
            case PathKind.File:
                AddFile(path, Path.GetFileName(path), path, _faults);
                break;
            case PathKind.Directory:
                AddDirectory(path);
                break;
            case PathKind.Missing or PathKind.Link:
                _faults.Add(Fault(path, WhyMissing(path)));
                break;
            default:
                _faults.Add(Fault(
                    path, $"it is a {Word(kind)}, not a file. What it holds can be given as standard input, with '-'"));
                break;
        }
    }

    private void AddDirectory(string root)
    {
        var found = new List<string>();
        var open = new Stack<string>([root]);
        while (open.TryPop(out var directory))
        {
            try
            {
                foreach (var path in Directory.EnumerateFileSystemEntries(
                    directory, "*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }))
                {
                    Sort(path, open, found);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (directory == root ? _faults : _unreadable).Add(Fault(directory, Reason(e)));
            }
        }

        var files = found.Select(path => (Path: path, Name: NameIn(root, path)))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var (path, name) in files)
        {
            AddFile(path, name, path, _unreadable);
        }

        if (found.Count == 0)
        {
            _notes.Add($"{Quoted(root)} holds no file.");
        }
    }

    private void Sort(string path, Stack<string> open, List<string> found)
    {
        switch (PathKinds.Of(path))
        {
            case PathKind.File:
                found.Add(path);
                break;
            case PathKind.Directory:
                open.Push(path);
                break;
            case PathKind.Missing:
                _unreadable.Add(Fault(path, WhyMissing(path)));
                break;
            case var kind:
                _notes.Add($"{Quoted(path)} is left out: it is a {Word(kind)}.");
                break;
        }
    }

    private void AddFile(string path, string name, string given, List<string> faults)
    {
        try
        {
            if (!_known.Add(Canonical(path)))
            {
                _notes.Add($"{Quoted(path)} is given more than once; it is analysed once.");
                return;
            }

            using var file = new SteadyFileStream(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(Fault(path, Reason(e)));
            return;
        }

        _files.Add((new InputFile(name, path), given));
    }

    private List<InputFile> WithDistinctNames()
    {
        var shared = _files.GroupBy(file => file.File.Name, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _files.Select(file => shared.Contains(file.File.Name)
                ? file.File with { Name = Slashed(file.Given) }
                : file.File),
        ];
    }

    private static string NameIn(string root, string path) => Slashed(Path.GetRelativePath(root, path));

    private static string Slashed(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

    private static string Canonical(string path) =>
        Path.GetFullPath(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    private static string WhyMissing(string path)
    {
        if (path.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return "its name is no valid UTF-8. Rename it, or give it as standard input, with '-'";
        }

        return PathKinds.Of(path) == PathKind.Link ? "it is a link that leads nowhere" : "there is no such file";
    }

    private static string Reason(Exception fault) => fault switch
    {
        UnauthorizedAccessException => "access is denied",
        FileNotFoundException or DirectoryNotFoundException => "it is gone",
        _ => TerminalText.Escape(fault.Message),
    };

    private static string Fault(string path, string reason) => $"{Quoted(path)} cannot be read: {reason}.";

    private static string Quoted(string path) => $"'{TerminalText.Escape(path)}'";

    private static string Word(PathKind kind) => kind switch
    {
        PathKind.Link => "link",
        PathKind.Pipe => "pipe",
        PathKind.Socket => "socket",
        _ => "device",
    };
}
