using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Karton.LoadTest.Reporting;

/// <summary>Where a figure was measured.</summary>
internal static class Machine
{
    internal static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, "
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The commit that is measured; empty where there is no repository.</summary>
    internal static string Commit()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, "describe", "--always", "--dirty"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            return git.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
