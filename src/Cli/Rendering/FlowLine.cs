using Spectre.Console;
using Spectre.Console.Rendering;

namespace Karton.Cli.Rendering;

/// <summary>Puts pieces of text on a line one after another, and goes on in a further line, indented, when the width is
/// used up. A piece is never broken unless it is wider than a line.</summary>
internal sealed class FlowLine
{
    private const int Indent = 2;
    private const int Gap = 2;

    private readonly List<Segment> _segments = [];
    private readonly int _width;
    private readonly string _further;
    private int _used;
    private int _pending;
    private bool _isEmpty = true;

    /// <param name="width">The columns there are.</param>
    /// <param name="first">What stands before the first line.</param>
    /// <param name="further">What stands before each further line.</param>
    public FlowLine(int width, string first, string further)
    {
        _width = width;
        _further = further + new string(' ', Indent);
        Put(first, Palette.Faint);
    }

    /// <summary>Adds a piece after <paramref name="gap"/> spaces.</summary>
    public FlowLine Add(string text, Style style, int gap = Gap)
    {
        if (text.Length == 0)
        {
            return this;
        }

        foreach (var piece in Pieces(text))
        {
            var before = _isEmpty ? 0 : _pending + gap;
            _pending = 0;
            if (!_isEmpty && _used + before + piece.GetCellWidth() > _width)
            {
                _segments.Add(Segment.LineBreak);
                _used = 0;
                Put(_further, Palette.Faint);
                before = 0;
            }

            Put(new string(' ', before), Palette.Plain);
            Put(piece, style);
            _isEmpty = false;
        }

        return this;
    }

    /// <summary>Adds a piece of a table: what follows on the same line begins after at least
    /// <paramref name="columns"/>.</summary>
    public FlowLine AddColumn(string text, int columns, Style style)
    {
        Add(text, style);
        var rest = columns - text.GetCellWidth();
        _pending += text.Length > 0 ? Math.Max(0, rest) : columns == 0 ? 0 : columns + Gap;
        return this;
    }

    /// <summary>Adds each word of a sentence as a piece.</summary>
    public FlowLine AddWords(string sentence, Style style, int gap = 1)
    {
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(word, style, gap);
            gap = 1;
        }

        return this;
    }

    /// <summary>What was put together, with the line's end.</summary>
    public IEnumerable<Segment> Segments() => _segments.Append(Segment.LineBreak);

    private IEnumerable<string> Pieces(string text)
    {
        var room = Math.Max(8, _width - _further.GetCellWidth());
        if (text.GetCellWidth() <= room)
        {
            yield return text;
            yield break;
        }

        var start = 0;
        var used = 0;
        for (var at = 0; at < text.Length; at += char.IsHighSurrogate(text[at]) ? 2 : 1)
        {
            var width = char.IsHighSurrogate(text[at]) ? 2 : text[at].GetCellWidth();
            if (used + width > room)
            {
                yield return text[start..at];
                (start, used) = (at, 0);
            }

            used += width;
        }

        yield return text[start..];
    }

    private void Put(string text, Style style)
    {
        if (text.Length > 0)
        {
            _segments.Add(new Segment(text, style));
            _used += text.GetCellWidth();
        }
    }
}
