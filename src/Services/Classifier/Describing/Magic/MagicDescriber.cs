using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Describing.Magic;

/// <summary>
/// libmagic. Its handles are not thread-safe and take milliseconds to make, so a few are kept: one for each processor
/// at most.
/// </summary>
internal sealed class MagicDescriber : IDisposable
{
    private readonly string? _database;
    private readonly nuint _headSize;
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);
    private readonly ConcurrentBag<MagicHandle> _handles = [];
    private readonly MimeTypes _mimeTypes = new();

    private MagicDescriber(string? database, int headSize)
    {
        _database = database;
        _headSize = (nuint)headSize;
    }

    /// <summary>Loads the library and its database.</summary>
    /// <param name="names">What the library may be called.</param>
    /// <param name="database">The database, or <see langword="null"/> for the system's.</param>
    /// <param name="headSize">How many bytes of a sample it will be shown at most.</param>
    /// <exception cref="MagicUnavailableException">One of the two is missing or broken.</exception>
    public static MagicDescriber Load(IReadOnlyList<string> names, string? database, int headSize)
    {
        if (!MagicLibrary.IsPresent(names))
        {
            throw new MagicUnavailableException(
                names.Count == 0 ? "libmagic is not used on this system" : $"there is no {string.Join(" or ", names)}");
        }

        var describer = new MagicDescriber(database, headSize);
        try
        {
            describer._handles.Add(describer.Open());
        }
        catch (EntryPointNotFoundException e)
        {
            throw new MagicUnavailableException($"it is too old: {e.Message}");
        }

        return describer;
    }

    public async ValueTask<Description> DescribeAsync(SampleContent content, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var handle = _handles.TryTake(out var kept) ? kept : Open();
            try
            {
                return Describe(handle, content.Head.Span);
            }
            finally
            {
                _handles.Add(handle);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_handles.TryTake(out var handle))
        {
            handle.Dispose();
        }

        _free.Dispose();
    }

    private static string Ask(MagicHandle handle, MagicLibrary.Answers answers, ReadOnlySpan<byte> head)
    {
        _ = MagicLibrary.SetAnswers(handle, answers);
        var answer = MagicLibrary.Describe(handle, head, (nuint)head.Length);
        return answer != 0
            ? Marshal.PtrToStringUTF8(answer)!
            : throw new MagicUnavailableException($"it could not read {head.Length} bytes: {LastError(handle)}");
    }

    private static string LastError(MagicHandle handle) =>
        Marshal.PtrToStringUTF8(MagicLibrary.LastError(handle)) ?? "it gives no reason";

    private Description Describe(MagicHandle handle, ReadOnlySpan<byte> head)
    {
        var magic = Ask(handle, MagicLibrary.Answers.Description, head);
        if (!_mimeTypes.TryGet(magic, out var mime))
        {
            mime = Ask(handle, MagicLibrary.Answers.MimeType, head);
            _mimeTypes.Learn(magic, mime);
        }

        return new Description(magic, mime);
    }

    private MagicHandle Open()
    {
        var handle = MagicLibrary.Open(MagicLibrary.Answers.Description);
        if (handle.IsInvalid)
        {
            throw new MagicUnavailableException("magic_open failed: the system is out of memory");
        }

        if (MagicLibrary.Load(handle, _database) != 0)
        {
            var reason = LastError(handle);
            handle.Dispose();
            throw new MagicUnavailableException($"its database cannot be loaded: {reason}");
        }

        _ = MagicLibrary.SetLimit(handle, MagicLibrary.Limit.BytesMax, _headSize);
        return handle;
    }
}
