namespace Karton.Services.Classifier.Recognizing;

/// <summary>The words, in lower case, by which a script's language is guessed.</summary>
internal sealed class ScriptLanguage(string extension)
{
    /// <summary>The score from which on a text is taken for this language.</summary>
    public const int Enough = 5;

    private const int PeculiarWeight = 2;

    public string Extension { get; } = extension;

    /// <summary>Words that hardly anything else has.</summary>
    public required string[] Peculiar { get; init; }

    /// <summary>Words that add weight but are found elsewhere too.</summary>
    public required string[] Common { get; init; }

    /// <summary>How much of this language there is in a text; 0 without a peculiar word.</summary>
    public int Score(string text)
    {
        var peculiar = Peculiar.Count(word => text.Contains(word, StringComparison.Ordinal));
        return peculiar == 0
            ? 0
            : (peculiar * PeculiarWeight) + Common.Count(word => text.Contains(word, StringComparison.Ordinal));
    }
}
