namespace Karton.Cli.Engine;

/// <summary>What a process of the distributed engine runs.</summary>
[Flags]
internal enum Parts
{
    /// <summary>Nothing: it hands samples in or looks on.</summary>
    None = 0,
    Tracking = 1,
    Classifier = 2,
    Unpacker = 4,
    All = Tracking | Classifier | Unpacker,
}
