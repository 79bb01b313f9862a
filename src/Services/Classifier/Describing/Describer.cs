using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing.Magic;
using Karton.Services.Classifier.Describing.Signatures;
using Microsoft.Extensions.Logging;

namespace Karton.Services.Classifier.Describing;

/// <summary>libmagic where it can be had, and the built-in signatures where it cannot. Which of the two is found out at
/// first use, once.</summary>
internal sealed partial class Describer : IDisposable
{
    private readonly Lazy<MagicDescriber?> _magic;
    private readonly ILogger _logger;

    /// <param name="load">Loads libmagic; <see langword="null"/> to do without it.</param>
    /// <param name="logger">Told which engine it is.</param>
    public Describer(Func<MagicDescriber>? load, ILogger<Describer> logger)
    {
        _logger = logger;
        _magic = new(() => load is null ? null : TryLoad(load));
    }

    public async ValueTask<Description> DescribeAsync(SampleContent content, CancellationToken cancellationToken)
    {
        if (_magic.Value is not { } magic)
        {
            return SignatureDescriber.Describe(content);
        }

        try
        {
            return await magic.DescribeAsync(content, cancellationToken);
        }
        catch (MagicUnavailableException e)
        {
            MagicGaveUp(e.Message);
            return SignatureDescriber.Describe(content);
        }
    }

    public void Dispose()
    {
        if (_magic.IsValueCreated)
        {
            _magic.Value?.Dispose();
        }
    }

    private MagicDescriber? TryLoad(Func<MagicDescriber> load)
    {
        try
        {
            return load();
        }
        catch (MagicUnavailableException e)
        {
            MagicMissing(e.Message);
            return null;
        }
    }

    [LoggerMessage(
        2001,
        LogLevel.Warning,
        "libmagic cannot be used: {Reason}. Files are recognized by the built-in signatures instead, which know fewer "
        + "formats. To have libmagic install libmagic1 (Debian, Ubuntu), file-libs (Fedora), libmagic (Alpine, "
        + "Homebrew), and start again")]
    private partial void MagicMissing(string reason);

    [LoggerMessage(
        2002, LogLevel.Warning, "libmagic gave up on a sample: {Reason}. The built-in signatures recognize it instead")]
    private partial void MagicGaveUp(string reason);
}
