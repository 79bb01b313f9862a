using System.Globalization;

namespace Karton.Cli.Engine;

/// <summary>The folder in which an embedded engine keeps everything: <c>objects</c>, <c>karton.db</c>, <c>lock</c>,
/// which the engine holds as long as it runs, and <c>owner</c>, which tells its process id.</summary>
internal sealed class EngineDirectory : IDisposable
{
    private const string TemporaryPrefix = "karton-analyze-";
    private const string LockName = "lock";
    private const string OwnerName = "owner";

    private readonly FileStream _lock;
    private readonly bool _isTemporary;

    private EngineDirectory(string path, FileStream @lock, bool isTemporary)
    {
        Path = path;
        _lock = @lock;
        _isTemporary = isTemporary;
    }

    public string Path { get; }

    public string Objects => System.IO.Path.Combine(Path, "objects");

    public string Database => DatabaseIn(Path);

    /// <summary>Where the ledger of a data directory is.</summary>
    public static string DatabaseIn(string path) => System.IO.Path.Combine(path, "karton.db");

    /// <summary>Makes the directory where it is missing and takes it for this process.</summary>
    /// <exception cref="EngineException">Another process has it, or it cannot be used.</exception>
    public static EngineDirectory Take(string path)
    {
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            if (File.Exists(full))
            {
                throw new EngineException($"The data directory {full} is a file. Name a directory with --data.");
            }

            Directory.CreateDirectory(full);
            return TryLock(full) is { } @lock
                ? new EngineDirectory(full, @lock, isTemporary: false)
                : throw new EngineException(
                    $"The data directory {full} is in use{Owner(full)}. Stop that process, or name another directory "
                    + "with --data.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EngineException($"The data directory {path} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Makes a directory that is deleted when it is disposed, and deletes those that killed processes have
    /// left.</summary>
    public static EngineDirectory TakeTemporary()
    {
        DeleteAbandoned();
        try
        {
            while (true)
            {
                // Between making it and locking it, another process may take it for abandoned and delete it.
                var path = Directory.CreateTempSubdirectory(TemporaryPrefix).FullName;
                if (TryLock(path) is { } @lock)
                {
                    return new EngineDirectory(path, @lock, isTemporary: true);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"No temporary data directory can be made under {System.IO.Path.GetTempPath()}: {e.Message} "
                + "Set TMPDIR or name a directory with --data.",
                e);
        }
    }

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }

        _lock.Dispose();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            // The system gives the lock back when the process ends, however it ends.
            var file = new FileStream(
                System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // Who held the lock before may have deleted the directory; a lock on a nameless file keeps nobody out.
            if (File.Exists(System.IO.Path.Combine(path, LockName)))
            {
                // In a file of its own: the system lets nobody else read a locked one.
                File.WriteAllText(System.IO.Path.Combine(path, OwnerName), $"{Environment.ProcessId}");
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    // .NET reports the lock of another process as a sharing violation: EWOULDBLOCK on Unix, 0x80070020 on Windows.
    private static bool IsHeldByAnother(IOException exception) =>
        exception.GetType() == typeof(IOException)
        && (exception.HResult is 11 or 35 || exception.HResult == unchecked((int)0x80070020));

    private static string Owner(string path)
    {
        try
        {
            var owner = File.ReadAllText(System.IO.Path.Combine(path, OwnerName));
            return int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? $" by process {id}"
                : "";
        }
        catch (IOException)
        {
            // It has just been given back; who had it no longer matters.
            return "";
        }
    }

    private static void DeleteAbandoned()
    {
        var temporary = System.IO.Path.GetTempPath();
        if (!Directory.Exists(temporary))
        {
            return;
        }

        var mine = new EnumerationOptions { IgnoreInaccessible = true };
        foreach (var path in Directory.EnumerateDirectories(temporary, TemporaryPrefix + "*", mine))
        {
            try
            {
                if (TryLock(path) is { } @lock)
                {
                    using (@lock)
                    {
                        Directory.Delete(path, recursive: true);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process is deleting it already.
            }
        }
    }
}
