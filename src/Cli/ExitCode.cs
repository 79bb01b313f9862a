namespace Karton.Cli;

/// <summary>What the program says with its exit code.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Success = 0;

    /// <summary>Wrong use, or an input that cannot be read.</summary>
    public const int BadInput = 1;

    /// <summary>All inputs were analysed, and something crashed or was refused.</summary>
    public const int Problems = 2;

    /// <summary>What was asked about has not ended.</summary>
    public const int Unfinished = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
