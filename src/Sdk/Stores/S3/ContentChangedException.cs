namespace Karton.Sdk.Stores.S3;

/// <summary>A file was written to while it was being stored.</summary>
internal sealed class ContentChangedException(string path)
    : IOException($"{path} was changed while it was being stored; nothing was stored. Store it when it is complete.");
