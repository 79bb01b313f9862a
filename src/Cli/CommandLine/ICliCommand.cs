using System.CommandLine;

namespace Karton.Cli.CommandLine;

/// <summary>One of the commands.</summary>
internal interface ICliCommand
{
    /// <summary>Its options and what it does.</summary>
    Command Command { get; }

    /// <summary>What its help says below the options.</summary>
    string Examples { get; }
}
