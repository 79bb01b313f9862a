using System.Globalization;

namespace Karton.LoadTest.Tests;

/// <summary>Processes as Linux shows them.</summary>
internal static class ChildProcesses
{
    // Fields of /proc/PID/stat after the name, which may hold spaces.
    private const int StateField = 0;
    private const int ParentField = 1;

    internal static IEnumerable<int> Of(int parent) => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Fields(id) is { } fields
            && fields[ParentField] == parent.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether it runs; one that has ended and is still listed does not.</summary>
    internal static bool Runs(int id) => Fields(id) is { } fields && fields[StateField] is not ("Z" or "X");

    /// <summary>A variable with which a process was started.</summary>
    internal static string? Variable(int id, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Split('\0')
                .FirstOrDefault(variable => variable.StartsWith($"{name}=", StringComparison.Ordinal))
                ?[(name.Length + 1)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[]? Fields(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
