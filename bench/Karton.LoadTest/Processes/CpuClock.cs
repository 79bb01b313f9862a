using System.Globalization;

namespace Karton.LoadTest.Processes;

/// <summary>What processes have used of the processor and of memory, as the system counts it.</summary>
internal static class CpuClock
{
    // The kernel counts in hundredths of a second, whatever it ticks in.
    private const double TicksPerSecond = 100;

    // Fields of /proc/PID/stat after the name, which may hold spaces: utime, stime, cutime, cstime; and the parent.
    private const int ParentField = 1;
    private const int FirstTimeField = 11;
    private const int TimeFields = 4;

    /// <summary>Seconds of processor time of a process and all its descendants, ended ones included.</summary>
    internal static double SecondsOf(int processId)
    {
        var children = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Fields: Fields(id)))
            .Where(process => process.Fields.Length > FirstTimeField + TimeFields)
            .ToLookup(
                process => int.Parse(process.Fields[ParentField], CultureInfo.InvariantCulture),
                process => process.Id);
        return Sum(processId);

        double Sum(int id) => Own(id) + children[id].Sum(Sum);
    }

    /// <summary>The most memory a process has had at once, in bytes; 0 once it has ended.</summary>
    internal static long PeakMemoryOf(int processId) => MemoryOf(processId, "VmHWM:");

    /// <summary>The memory that a process has now, in bytes; 0 once it has ended.</summary>
    internal static long MemoryOf(int processId) => MemoryOf(processId, "VmRSS:");

    private static double Own(int processId)
    {
        var fields = Fields(processId);
        return fields.Length < FirstTimeField + TimeFields
            ? 0
            : fields[FirstTimeField..(FirstTimeField + TimeFields)]
                .Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static string[] Fields(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long MemoryOf(int processId, string line)
    {
        try
        {
            var found = File.ReadLines($"/proc/{processId}/status")
                .First(text => text.StartsWith(line, StringComparison.Ordinal));
            var kibibytes = found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
            return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
