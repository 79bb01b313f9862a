using System.Diagnostics;

namespace Karton.LoadTest.Roles;

/// <summary>Does many things, some at once.</summary>
internal static class InFlight
{
    /// <param name="count">How many.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="action">Does one; it is given the number of it, counted from zero.</param>
    /// <returns>When it began, by <see cref="Stopwatch"/>.</returns>
    internal static async Task<long> RunAsync(int count, int atOnce, Func<int, Task> action)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < count)
            {
                await action(index);
            }
        })));
        return began;
    }
}
