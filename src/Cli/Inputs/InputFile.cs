namespace Karton.Cli.Inputs;

/// <summary>One file to analyse.</summary>
/// <param name="Name">What it is called: relative to the directory that was given. Any text; shown escaped.</param>
/// <param name="Path">Where it is; <see langword="null"/> for standard input.</param>
internal sealed record InputFile(string Name, string? Path);
