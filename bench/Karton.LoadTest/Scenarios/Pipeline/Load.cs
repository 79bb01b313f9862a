using System.Globalization;

namespace Karton.LoadTest.Scenarios.Pipeline;

/// <summary>What is handed in each round.</summary>
/// <param name="Size">How long the member of each archive is, in bytes.</param>
/// <param name="Files">How many archives.</param>
/// <param name="InFlight">How many are handed in at once.</param>
internal sealed record Load(int Size, int Files, int InFlight)
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * 1024;

    internal string Name => Size >= Mebibyte
        ? string.Create(CultureInfo.InvariantCulture, $"{Size / Mebibyte}MB")
        : string.Create(CultureInfo.InvariantCulture, $"{Size / Kibibyte}KB");

    internal double Megabytes => (double)Size * Files / 1e6;
}
