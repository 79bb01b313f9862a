using System.Globalization;
using Karton.Cli.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Karton.Cli.Engine;

/// <summary>The log of an engine, on standard error. Every line is escaped: names and errors come from samples.</summary>
internal static class EngineLog
{
    public static Logger Create(bool isVerbose) => new LoggerConfiguration()
        .MinimumLevel.Is(isVerbose ? LogEventLevel.Information : LogEventLevel.Warning)
        .MinimumLevel.Override("MassTransit", LogEventLevel.Error)
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .WriteTo.Console(new EscapedLine(), standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();

    private sealed class EscapedLine : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output)
        {
            var time = logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var message = TerminalText.Escape(logEvent.RenderMessage(CultureInfo.InvariantCulture));
            output.WriteLine($"{time} {Word(logEvent.Level)} {message}{Reason(logEvent.Exception)}");
        }

        private static string Word(LogEventLevel level) => level switch
        {
            LogEventLevel.Warning => "warn ",
            LogEventLevel.Error or LogEventLevel.Fatal => "error",
            _ => "info ",
        };

        private static string Reason(Exception? exception) =>
            exception is null ? "" : $": {TerminalText.Escape(exception.Message)}";
    }
}
