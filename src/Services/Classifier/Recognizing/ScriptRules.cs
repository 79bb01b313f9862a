using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>
/// Guesses the language of a text from its words, for scripts of Windows have no mark of their own. Words that are
/// common in other languages, or in prose, weigh little; at least one must be peculiar to the language.
/// </summary>
internal static class ScriptRules
{
    private const int Window = 16 * 1024;

    private static readonly ScriptLanguage[] Languages =
    [
        new("vbs")
        {
            Peculiar =
            [
                "createobject(", "wscript.", "on error resume next", "executeglobal", "chrw(", "vbcrlf",
                "createobject (", "msgbox ", "private sub ", "attribute vb_",
            ],
            Common =
            [
                "dim ", "end sub", "end function", "end if", "array(", "sub ", "chr(", "replace(", "execute", "set ",
            ],
        },
        new("ps1")
        {
            Peculiar =
            [
                "frombase64string(", "invoke-expression", "| iex", "|iex", "new-object ", "-executionpolicy ",
                "downloadstring(", "write-host", "-encodedcommand", "-enc ", "-nop ", "-noprofile", "[system.", "[io.",
                "[net.", "$env:", "set-variable", "start-process", "get-content", "set-strictmode", "add-type",
                "out-null", "-erroraction", "-windowstyle ",
            ],
            Common =
            [
                "param(", "powershell", "bypass", "$_", "function ", "[parameter(", "webclient", "foreach",
                "[string]", "[byte[]]", "-join", "$true", "$null", "hidden",
            ],
        },
        new("js")
        {
            Peculiar =
            [
                "activexobject", "wscript.", "fromcharcode", "document.write", "document.createelement",
                "document.getelement", "document.location", "document.cookie", "window.location", "window.open(",
                "unescape(", "=function(", "(function(", "function(){", " === ", " !== ", "charcodeat",
                "parseint(", "console.log(", "module.exports", "= require(", "settimeout(", "['push']",
                "\"use strict\";", "'use strict'", "export default ", "){var ",
            ],
            Common =
            [
                "function ", "function(", "= function(", "this.", "var ", "let ", "const ", "catch(", "catch (",
                "typeof ", "return", "new ", "this[", ".length", ".replace(", ".split(", ".join(", ".push(", "while(",
                "eval(", ".prototype", ") => ", "exports.",
            ],
        },
    ];

    private static readonly string[] Pages = ["<!doctype html", "<html", "<head", "<body", "<script", "</script"];

    private static ReadOnlySpan<byte> EncodedMark => "#@~^"u8;

    public static Recognition? Decide(Evidence evidence)
    {
        var head = evidence.Content.Head.Span;
        if (IsEncoded(head))
        {
            // What the encoder made of VBScript looks the same; JScript is the more probable one.
            return new Recognition(Vocabulary.Script, Vocabulary.Win32, "jse");
        }

        var start = head[..Math.Min(head.Length, Window)];
        var encoding = PlainText.EncodingOf(start, isComplete: start.Length == evidence.Content.Length);
        if (encoding == TextEncoding.None)
        {
            return null;
        }

        var end = evidence.Content.End;
        var rest = end[Math.Max(0, end.Length - Window)..];
        var text = PlainText.Decode(start, encoding)
            + (start.Length < evidence.Content.Length ? "\n" + PlainText.Decode(rest, encoding) : "");
        text = text.ToLowerInvariant();
        if (text.TrimStart().StartsWith("<?php", StringComparison.Ordinal))
        {
            return new Recognition(Vocabulary.Script, Extension: "php");
        }

        if (Pages.Count(word => text.Contains(word, StringComparison.Ordinal)) >= 2)
        {
            return new Recognition("html");
        }

        var language = Languages.Select(language => (language.Extension, Score: language.Score(text)))
            .MaxBy(language => language.Score);
        return language.Score >= ScriptLanguage.Enough
            ? new Recognition(Vocabulary.Script, Vocabulary.Win32, language.Extension)
            : null;
    }

    /// <summary>The mark, the length in six letters of base64, and <c>==</c>.</summary>
    private static bool IsEncoded(ReadOnlySpan<byte> head) =>
        head.StartsWith(EncodedMark) && head.Length >= 12 && head.Slice(10, 2).SequenceEqual("=="u8);
}
