using System.Globalization;
using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Python;

/// <summary>
/// Compares a text with what Python's <c>str(value)</c> would print, piece by piece and no further than they agree: the
/// work is bounded by the length of the text, however large or deep the value is.
/// </summary>
internal ref struct PythonText
{
    private ReadOnlySpan<char> _rest;

    private PythonText(string text) => _rest = text;

    /// <summary>Whether <c>str(value) == text</c>, for a value that is no string itself.</summary>
    internal static bool Is(in HeaderValue value, string text)
    {
        var expected = new PythonText(text);
        return expected.Takes(value) && expected._rest.IsEmpty;
    }

    private bool Takes(in HeaderValue value)
    {
        if (value.Count is { } count)
        {
            return TakesList(value, count);
        }

        if (value.Plain is not { } plain)
        {
            return false;
        }

        return plain.Kind switch
        {
            DataKind.Null => Takes("None"),
            DataKind.Boolean => Takes(plain.AsBoolean()!.Value ? "True" : "False"),
            DataKind.Number => TakesNumber(plain.AsNumber()!),
            DataKind.Text => TakesQuoted(plain.AsString()!),
            _ => TakesMap(value.AsMap()!),
        };
    }

    private bool TakesList(in HeaderValue list, int count)
    {
        if (!Takes("["))
        {
            return false;
        }

        for (var index = 0; index < count; index++)
        {
            if ((index > 0 && !Takes(", ")) || !Takes(list.Item(index)))
            {
                return false;
            }
        }

        return Takes("]");
    }

    private bool TakesMap(DataMap map)
    {
        if (!Takes("{"))
        {
            return false;
        }

        var isFirst = true;
        foreach (var (key, value) in map)
        {
            if ((!isFirst && !Takes(", ")) || !TakesQuoted(key) || !Takes(": ") || !Takes(new HeaderValue(value)))
            {
                return false;
            }

            isFirst = false;
        }

        return Takes("}");
    }

    private bool TakesNumber(DataNumber number)
    {
        if (!number.IsWhole)
        {
            return Takes(PythonFloat.Format(number.Approximate));
        }

        return Takes(number.Text == "-0" ? "0" : number.Text);
    }

    private bool TakesQuoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        if (!Takes(quote))
        {
            return false;
        }

        for (var position = 0; position < text.Length;)
        {
            var codePoint = PythonCharacters.CodePointAt(text, position, out var length);
            if (!TakesCharacter(codePoint, text.AsSpan(position, length), quote))
            {
                return false;
            }

            position += length;
        }

        return Takes(quote);
    }

    private bool TakesCharacter(int codePoint, ReadOnlySpan<char> written, char quote) => codePoint switch
    {
        '\\' => Takes("\\\\"),
        '\t' => Takes("\\t"),
        '\n' => Takes("\\n"),
        '\r' => Takes("\\r"),
        _ when codePoint == quote => Takes('\\') && Takes(quote),
        _ when PythonCharacters.IsPrintable(codePoint) => Takes(written),
        <= 0xFF => TakesEscape("\\x", "x2", codePoint),
        <= 0xFFFF => TakesEscape("\\u", "x4", codePoint),
        _ => TakesEscape("\\U", "x8", codePoint),
    };

    private bool TakesEscape(string lead, string format, int codePoint)
    {
        Span<char> digits = stackalloc char[8];
        return codePoint.TryFormat(digits, out var length, format, CultureInfo.InvariantCulture)
            && Takes(lead) && Takes(digits[..length]);
    }

    private bool Takes(char piece) => Takes(new ReadOnlySpan<char>(in piece));

    private bool Takes(scoped ReadOnlySpan<char> piece)
    {
        if (!_rest.StartsWith(piece))
        {
            return false;
        }

        _rest = _rest[piece.Length..];
        return true;
    }
}
