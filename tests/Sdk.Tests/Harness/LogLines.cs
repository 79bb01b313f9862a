using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Tests.Harness;

internal sealed record LogLine(int Id, string Text, IReadOnlyDictionary<string, object?> Scope);

/// <summary>Keeps what is logged, with the scopes around it, and lets tests wait for it.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly Lock _lock = new();
    private readonly List<LogLine> _lines = [];
    private readonly List<(int Id, int Count, TaskCompletionSource Reached)> _waiting = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Waits until this event has been logged this often.</summary>
    public Task WaitAsync(int id, int count)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((id, count, reached));
            Check();
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private void Add(LogLine line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            Check();
        }
    }

    private void Check()
    {
        foreach (var (id, count, reached) in _waiting)
        {
            if (_lines.Count(line => line.Id == id) >= count)
            {
                reached.TrySetResult();
            }
        }
    }

    private sealed class Logger(LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var scope = new Dictionary<string, object?>();
            lines._scopes.ForEachScope(
                (outer, all) =>
                {
                    foreach (var (key, value) in outer as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    {
                        all[key] = value;
                    }
                },
                scope);
            lines.Add(new LogLine(eventId.Id, formatter(state, exception), scope));
        }
    }
}

internal static partial class LoggerExtensions
{
    [LoggerMessage(9, LogLevel.Information, "Something")]
    public static partial void LogSomething(this ILogger logger);
}
