namespace Karton.LoadTest;

/// <summary>Something cannot be measured; the message says why and what to do.</summary>
internal sealed class LoadTestException(string message) : Exception(message);
