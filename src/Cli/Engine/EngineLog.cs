using System.Globalization;
using Karton.Cli.Text;
using Karton.Sdk;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Karton.Cli.Engine;

/// <summary>The log of an engine, a line an event. Every line is escaped: names and errors come from samples.</summary>
internal static class EngineLog
{
    public static Logger Create(EngineSettings settings) => new LoggerConfiguration()
        .MinimumLevel.Is(settings.IsVerbose ? LogEventLevel.Information : LogEventLevel.Warning)
        .MinimumLevel.Override("MassTransit", OfTransport(settings))
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .Filter.ByExcluding(IsSaidByTheCommand)
        .WriteTo.Sink(new LineSink(settings.WriteLog))
        .CreateLogger();

    // In memory there is nothing that could be away for a while.
    private static LogEventLevel OfTransport(EngineSettings settings) =>
        settings.Kind == KartonEngine.Distributed && settings.IsVerbose ? LogEventLevel.Warning : LogEventLevel.Error;

    // The command says why a start failed, in a line of its own; and that what never started cannot be stopped is no
    // news.
    private static bool IsSaidByTheCommand(LogEvent logEvent) =>
        logEvent.MessageTemplate.Text == "Hosting failed to start"
        || logEvent.MessageTemplate.Text.StartsWith("Failed to stop bus", StringComparison.Ordinal);

    private sealed class LineSink(Action<string> write) : ILogEventSink
    {
        // Without quotes around every name.
        private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent)
        {
            var time = logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            _message.Format(logEvent, text);
            var message = TerminalText.Escape(text.ToString(), TerminalText.LongCells);
            write($"{time} {Word(logEvent.Level)} {message}{Reason(logEvent.Exception)}");
        }

        private static string Word(LogEventLevel level) => level switch
        {
            LogEventLevel.Warning => "warn ",
            LogEventLevel.Error or LogEventLevel.Fatal => "error",
            _ => "info ",
        };

        private static string Reason(Exception? exception) =>
            exception is null ? "" : $": {TerminalText.Escape(exception.Message, TerminalText.LongCells)}";
    }
}
