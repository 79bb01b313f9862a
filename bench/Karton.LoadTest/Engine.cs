namespace Karton.LoadTest;

/// <summary>What is measured: one process, or processes on servers.</summary>
internal enum Engine
{
    Distributed,
    Embedded,
}
