namespace Karton.Cli.Configure;

/// <summary>What came of trying a server.</summary>
/// <param name="Server">What people call it.</param>
/// <param name="IsUsable">Whether everything is as it must be.</param>
/// <param name="Words">What was found, or what is wrong and which setting to change.</param>
internal sealed record ServerTrial(string Server, bool IsUsable, string Words);
