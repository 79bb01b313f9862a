using SharpCompress.Common;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The members of an archive that the library reads.</summary>
internal interface IMemberReader : IDisposable
{
    /// <summary>The member at hand.</summary>
    IEntry Current { get; }

    /// <summary>The size that the member at hand declares; <see langword="null"/> when it does not.</summary>
    long? Size { get; }

    /// <summary>Whether members are packed together, so that none is reached but through those before it.</summary>
    bool IsSolid { get; }

    /// <summary>Whether it can go on in the middle of a member.</summary>
    bool IsRandomAccess { get; }

    bool MoveNext();

    Stream Open();

    /// <summary>Tells that the member at hand is not read to its end.</summary>
    void Abandon();
}
