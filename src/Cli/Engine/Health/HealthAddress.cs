using System.Net;

namespace Karton.Cli.Engine.Health;

/// <summary>Where to listen.</summary>
internal sealed class HealthAddress(string text)
{
    public string Text => text;

    public IPEndPoint EndPoint { get; } = TryParse(text) ?? throw new FormatException($"'{text}' is no address.");

    /// <summary>An address with a port; <c>localhost</c> counts as one.</summary>
    public static IPEndPoint? TryParse(string text)
    {
        const string Local = "localhost:";
        var numeric = text.StartsWith(Local, StringComparison.OrdinalIgnoreCase)
            ? $"127.0.0.1:{text[Local.Length..]}"
            : text;
        return numeric.LastIndexOf(':') is var colon and > 0
            && numeric[colon - 1] != ':'
            && ushort.TryParse(numeric.AsSpan(colon + 1), out var port) && port > 0
            && IPEndPoint.TryParse(numeric, out var endPoint)
            ? endPoint
            : null;
    }
}
