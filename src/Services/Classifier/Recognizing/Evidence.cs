using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>What a rule goes by.</summary>
internal sealed record Evidence(Description Description, SampleContent Content)
{
    public string Extension => Content.Extension;

    public bool IsText => Description.IsText;

    public bool MagicBegins(string words) => Description.Magic.StartsWith(words, StringComparison.Ordinal);

    public bool MagicHas(string words) => Description.Magic.Contains(words, StringComparison.Ordinal);
}
