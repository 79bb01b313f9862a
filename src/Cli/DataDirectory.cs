using Karton.Cli.Engine;
using Karton.Sdk;

namespace Karton.Cli;

/// <summary>Where an engine keeps what it has: the option, else <c>KARTON_DATA</c>, else the user's own data
/// folder.</summary>
internal static class DataDirectory
{
    public const string Variable = "KARTON_DATA";

    /// <summary>The directory that was chosen, or <see langword="null"/> when none was.</summary>
    public static string? Chosen(string? option, Func<string, string?> variable)
    {
        var chosen = string.IsNullOrEmpty(option) ? variable(Variable) : option;
        return string.IsNullOrEmpty(chosen) ? null : Path.GetFullPath(chosen);
    }

    /// <summary>Says that an option makes no sense where there is no directory.</summary>
    /// <exception cref="EngineException">It does not.</exception>
    public static void RefuseOn(KartonEngine kind, string? option)
    {
        if (kind == KartonEngine.Distributed && !string.IsNullOrEmpty(option))
        {
            throw new EngineException(
                "The distributed engine has no data directory: it keeps everything in PostgreSQL and S3. "
                + "Leave --data out, or choose --engine embedded.");
        }
    }

    /// <summary>The directory that was chosen, or the user's own.</summary>
    /// <exception cref="EngineException">None was chosen, and the user has no data folder.</exception>
    public static string ChosenOrOwn(string? option, Func<string, string?> variable)
    {
        if (Chosen(option, variable) is { } chosen)
        {
            return chosen;
        }

        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0
            ? Path.Combine(folder, "karton")
            : throw new EngineException(
                $"There is no home directory to keep data in. Name a directory with --data or {Variable}.");
    }
}
