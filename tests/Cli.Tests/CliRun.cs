using System.Text;
using System.Text.Json;
using Karton.Cli.CommandLine;
using Karton.Cli.Tests.Text;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Cli.Tests;

/// <summary>Runs a command line as a process without a terminal would, on a fake engine.</summary>
internal sealed class CliRun : IDisposable
{
    /// <summary>What the clock says.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private readonly MemoryStream _outputBytes = new();
    private readonly StringWriter _outputText = new();
    private readonly StringWriter _error = new();

    public FakeEngine Engine { get; init; } = new();

    public byte[] Input { get; init; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public string SystemSettings { get; init; } = "/nonexistent/karton.json";

    /// <summary>All that was written to the output.</summary>
    public string Output => Encoding.UTF8.GetString(_outputBytes.ToArray()) + _outputText;

    /// <summary>All that was written to the error output.</summary>
    public string Error => _error.ToString();

    /// <summary>The documents on the output, one a line.</summary>
    public IReadOnlyList<JsonElement> Documents =>
    [
        .. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    public async Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var terminal = new Terminal
        {
            InputStream = new MemoryStream(Input),
            OutputStream = _outputBytes,
            Output = _outputText,
            Error = _error,
            IsOutputTerminal = false,
            IsErrorTerminal = false,
            Variable = name => Variables.GetValueOrDefault(name),
            Variables = () => Variables,
            SystemSettings = SystemSettings,
        };
        var exitCode = await new KartonCommandLine(terminal, Engine, new FakeTimeProvider(Now))
            .RunAsync(arguments, cancellationToken);
        Assert.Null(HostileText.FirstHarm(Output + Error, allowsLineFeed: true));
        return exitCode;
    }

    /// <summary>Runs a command line that nothing interrupts.</summary>
    public Task<int> RunAsync(params string[] arguments) =>
        RunAsync(TestContext.Current.CancellationToken, arguments);

    public void Dispose()
    {
        _outputBytes.Dispose();
        _outputText.Dispose();
        _error.Dispose();
    }
}
