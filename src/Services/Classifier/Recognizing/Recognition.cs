namespace Karton.Services.Classifier.Recognizing;

/// <summary>What a sample was found to be, in the vocabulary of the headers.</summary>
internal sealed record Recognition(string Kind, string? Platform = null, string? Extension = null)
{
    /// <summary>The MIME type. libmagic's versions differ in it.</summary>
    public string? Mime { get; init; }

    /// <summary>What the engine said of the content.</summary>
    public string Magic { get; init; } = "";

    /// <summary>The tag of the classification: <c>kind:platform:extension</c> without what is not known, and
    /// <c>misc:kind</c> when only the kind is.</summary>
    public string Tag => (Platform, Extension) switch
    {
        (null, null) => $"misc:{Kind}",
        (null, _) => $"{Kind}:{Extension}",
        (_, null) => $"{Kind}:{Platform}",
        _ => $"{Kind}:{Platform}:{Extension}",
    };
}
