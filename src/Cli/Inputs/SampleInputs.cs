using Karton.Cli.Text;

namespace Karton.Cli.Inputs;

/// <summary>The files of a command line, ready to be read, standard input among them.</summary>
internal sealed class SampleInputs : IAsyncDisposable
{
    private readonly StandardInputSpool? _spool;

    private SampleInputs(CollectedInputs inputs, StandardInputSpool? spool)
    {
        Files = inputs.Files;
        IsComplete = inputs.Unreadable.Count == 0;
        _spool = spool;
    }

    public IReadOnlyList<InputFile> Files { get; }

    /// <summary>Whether everything inside the directories could be read.</summary>
    public bool IsComplete { get; }

    /// <summary>Looks at the paths and says what is wrong with them.</summary>
    /// <returns><see langword="null"/> when nothing is to be submitted.</returns>
    public static async Task<SampleInputs?> OpenAsync(
        Terminal terminal, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var inputs = InputCollector.Collect(paths);
        foreach (var message in inputs.Notes.Concat(inputs.Unreadable).Concat(inputs.Faults))
        {
            terminal.Complain(message);
        }

        if (inputs.Faults.Count > 0)
        {
            terminal.Complain("nothing was submitted.");
            return null;
        }

        if (inputs.Files.Count == 0)
        {
            terminal.Complain("there is nothing to analyse.");
            return null;
        }

        if (inputs.Files.All(file => file.Path is not null))
        {
            return new SampleInputs(inputs, spool: null);
        }

        try
        {
            return new SampleInputs(
                inputs, await StandardInputSpool.ReadAsync(terminal.InputStream, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"standard input cannot be kept: {TerminalText.Escape(e.Message)}");
            return null;
        }
    }

    public Stream Open(InputFile file) =>
        file.Path is { } path ? new SteadyFileStream(path) : _spool!.Open();

    public ValueTask DisposeAsync() => _spool?.DisposeAsync() ?? ValueTask.CompletedTask;
}
