using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>
/// Maps what an engine says of a sample, and the sample's name, to the vocabulary of the headers. The outcome is that
/// of CERT-Polska's karton-classifier 2.1, so that services written for it can be used, with these differences, each
/// of which gives a truer answer:
/// <list type="bullet">
/// <item>An ELF file of the ABI "SYSV" is for Linux, unless a note in it names a BSD; karton says openbsd.</item>
/// <item>A name never hides what the bytes are: in karton a zip called <c>x.js</c> or <c>x.png</c> is a script or a
/// picture, and is never unpacked. Names of binary formats decide over unknown bytes only, not over text.</item>
/// <item>A script of a language known by its name alone keeps the extension of the name; karton says sh.</item>
/// <item>Guesses from the words of a text ask for more than two common ones, which every longer text has.</item>
/// <item>Recognized besides: zst, lz4 and z (compress); arj, arc, all kinds of cpio and lzh by content; batch files by
/// content; the words that newer versions of libmagic use for UTF-8 text, for mail and for Office documents; text
/// whose lines are long or end in CR LF.</item>
/// </list>
/// Kept as they are: a jar counts as win32, a workbook with macros as xlsx, and other compound files as doc.
/// </summary>
internal static class Recognizer
{
    private static readonly Func<Evidence, Recognition?>[] Rules =
    [
        ContentRules.Program,
        ContentRules.Zipped,
        ContentRules.Compound,
        ContentRules.Named,
        NameRules.Decide,
        TextRules.Structured,
        DumpRules.Decide,
        ScriptRules.Decide,
        TextRules.Plain,
    ];

    /// <summary>Returns <see langword="null"/> when it is empty, or nothing that the vocabulary has a word
    /// for.</summary>
    public static Recognition? Recognize(Description description, SampleContent content)
    {
        if (content.Length == 0)
        {
            return null;
        }

        var evidence = new Evidence(description, content);
        foreach (var rule in Rules)
        {
            if (rule(evidence) is { } found)
            {
                return found with { Magic = description.Magic, Mime = found.Mime ?? description.Mime };
            }
        }

        return null;
    }
}
