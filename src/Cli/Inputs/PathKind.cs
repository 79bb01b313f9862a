namespace Karton.Cli.Inputs;

/// <summary>What lies at a path.</summary>
internal enum PathKind
{
    Missing,
    File,
    Directory,
    Link,
    Pipe,
    Socket,
    Device,
}
