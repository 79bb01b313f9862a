using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers;

/// <summary>One format of archive.</summary>
internal interface IContainer
{
    /// <summary>Hands every entry to the unpacking, in the archive's order.</summary>
    /// <exception cref="RefusedException">The archive, or what is left of it, cannot be unpacked.</exception>
    Task UnpackAsync(Unpacking unpacking);
}
