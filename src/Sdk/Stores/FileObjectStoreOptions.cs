namespace Karton.Sdk.Stores;

/// <summary>How a <see cref="FileObjectStore"/> writes.</summary>
public sealed record FileObjectStoreOptions
{
    /// <summary>Whether contents are forced to the disk before they get their name. Default <see langword="false"/>: a
    /// crash of the process loses nothing, but after a power cut the newest objects may be missing or cut short. An
    /// object that was cut short is replaced when its contents are stored again. <see langword="true"/> costs a wait
    /// for the disk per object, which is slow for many small ones.</summary>
    public bool FlushToDisk { get; init; }
}
