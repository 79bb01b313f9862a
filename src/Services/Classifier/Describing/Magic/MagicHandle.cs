using System.Runtime.InteropServices;

namespace Karton.Services.Classifier.Describing.Magic;

/// <summary>One instance of libmagic with its database. Not to be used by two threads at once.</summary>
internal sealed class MagicHandle : SafeHandle
{
    public MagicHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        MagicLibrary.Close(handle);
        return true;
    }
}
