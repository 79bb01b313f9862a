using System.Globalization;

namespace Karton.LoadTest.Reporting;

/// <summary>Figures as people read them.</summary>
internal static class Show
{
    internal static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>With a decimal where it counts.</summary>
    internal static string Rate(double value) =>
        value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    internal static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Megabytes(double bytes) => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture);
}
