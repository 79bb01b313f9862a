namespace Karton.Sdk.Validation;

/// <summary>How large a task may be. Whatever is larger belongs into a resource, of which a task carries only
/// the address.</summary>
public static class TaskLimits
{
    /// <summary>The longest key of a header, in characters: 256.</summary>
    public const int MaxHeaderKeyLength = 256;

    /// <summary>The most bytes of all headers together, as compact JSON: 64 KiB.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    /// <summary>The most bytes of the whole payload as compact JSON, without the contents of resources:
    /// 1 MiB.</summary>
    public const int MaxPayloadBytes = 1024 * 1024;

    /// <summary>The most bytes of contents that travel inside one task: 1 MiB.</summary>
    public const int MaxInlineBytes = 1024 * 1024;

    /// <summary>How deep objects and lists may lie in each other: 48. A reader of JSON takes 64 levels, and the
    /// messages around a task need theirs.</summary>
    public const int MaxNesting = 48;

    /// <summary>The longest name of a resource, in characters: 4096.</summary>
    public const int MaxNameLength = 4096;
}
