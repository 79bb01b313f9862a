namespace Karton.LoadTest.Filters;

/// <summary>The filters of one service.</summary>
/// <param name="Shape">What is in them, in a word.</param>
/// <param name="Rules">As a service has them, in JSON.</param>
internal sealed record ServiceFilter(string Shape, string Rules);
