using System.Globalization;

namespace Karton.LoadTest.Processes;

/// <summary>Finds the server process behind a port of this machine.</summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Its id; <see langword="null"/> when it runs elsewhere or this user may not see it.</summary>
    internal static int? Find(int port)
    {
        var ending = $":{port:X4}";
        var sockets = Tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(ending, StringComparison.Ordinal) && fields[3] == Listening)
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        return sockets.Count == 0 ? null : Oldest(sockets);
    }

    // Descendants that inherited the socket are counted with it.
    private static int? Oldest(HashSet<string> sockets)
    {
        var owners = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Holds(id, sockets))
            .Order()
            .ToList();
        return owners.Count == 0 ? null : owners[0];
    }

    private static bool Holds(int processId, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{processId}/fd")
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
