using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Keeps what is logged, and lets tests wait for a line.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();
    private readonly List<(int Id, string Text)> _lines = [];
    private readonly List<(int Id, Func<string, bool> IsWanted, TaskCompletionSource Found)> _waiting = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IReadOnlyList<string> Of(int id)
    {
        lock (_lock)
        {
            return [.. _lines.Where(line => line.Id == id).Select(line => line.Text)];
        }
    }

    /// <summary>Waits until such a line has been logged.</summary>
    public Task WaitAsync(int id, Func<string, bool> isWanted)
    {
        lock (_lock)
        {
            if (_lines.Any(line => line.Id == id && isWanted(line.Text)))
            {
                return Task.CompletedTask;
            }

            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((id, isWanted, found));
            return found.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        lock (_lock)
        {
            _lines.Add((eventId.Id, text));
            foreach (var (id, isWanted, found) in _waiting)
            {
                if (id == eventId.Id && isWanted(text))
                {
                    found.TrySetResult();
                }
            }
        }
    }

    public void Dispose()
    {
    }
}
