using System.Reflection;
using System.Runtime.InteropServices;

namespace Karton.Services.Classifier.Describing.Magic;

/// <summary>The calls into libmagic, and the search for it under the names it has on different systems.</summary>
internal static partial class MagicLibrary
{
    private const string Name = "magic";

    /// <summary>What the library is called here, in the order of preference; nothing on a system that has no package
    /// of it.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } =
        OperatingSystem.IsWindows() ? []
        : OperatingSystem.IsMacOS()
            ? ["libmagic.dylib", "/opt/homebrew/lib/libmagic.dylib", "/usr/local/lib/libmagic.dylib"]
        : ["libmagic.so.1", "libmagic.so"];

    private static readonly Lazy<nint> Library = new(() => Find(DefaultNames));

    static MagicLibrary() => NativeLibrary.SetDllImportResolver(typeof(MagicLibrary).Assembly, Resolve);

    [Flags]
    internal enum Answers
    {
        Description = 0,
        MimeType = 0x10,
    }

    internal enum Limit
    {
        BytesMax = 6,
    }

    /// <summary>Whether one of these names can be loaded.</summary>
    public static bool IsPresent(IReadOnlyList<string> names) =>
        ReferenceEquals(names, DefaultNames) ? Library.Value != 0 : Find(names) != 0;

    [LibraryImport(Name, EntryPoint = "magic_open")]
    public static partial MagicHandle Open(Answers answers);

    [LibraryImport(Name, EntryPoint = "magic_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Name, EntryPoint = "magic_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Load(MagicHandle handle, string? databases);

    [LibraryImport(Name, EntryPoint = "magic_setflags")]
    public static partial int SetAnswers(MagicHandle handle, Answers answers);

    [LibraryImport(Name, EntryPoint = "magic_setparam")]
    public static partial int SetLimit(MagicHandle handle, Limit limit, in nuint value);

    /// <summary>Returns text that is the handle's own and good until its next call; 0 on failure.</summary>
    [LibraryImport(Name, EntryPoint = "magic_buffer")]
    public static partial nint Describe(MagicHandle handle, ReadOnlySpan<byte> content, nuint length);

    /// <summary>Returns text that is the handle's own; 0 when there was no error.</summary>
    [LibraryImport(Name, EntryPoint = "magic_error")]
    public static partial nint LastError(MagicHandle handle);

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? paths) =>
        library == Name ? Library.Value : 0;

    private static nint Find(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
