namespace Karton.Cli.Engine;

/// <summary>What came of trying a server.</summary>
/// <param name="IsUsable">Whether it can be used.</param>
/// <param name="Text">What was found, or what is wrong and which setting to change.</param>
internal sealed record ServerFinding(bool IsUsable, string Text);
