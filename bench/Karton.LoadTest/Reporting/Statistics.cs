namespace Karton.LoadTest.Reporting;

/// <summary>What is told of many measurements.</summary>
internal static class Statistics
{
    internal static double Median(this IEnumerable<double> values) => values.Percentile(0.5);

    /// <summary>The smallest value that is not exceeded by this share of them.</summary>
    internal static double Percentile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? double.NaN
            : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
