using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>Reads an expression character by character.</summary>
internal sealed class RegexReader(string expression)
{
    internal const int End = -1;

    private readonly int[] _characters = PythonCharacters.CodePoints(expression);

    internal int Position { get; set; }

    internal int Next => Position < _characters.Length ? _characters[Position] : End;

    internal int Take() => Position < _characters.Length ? _characters[Position++] : End;

    internal bool TryTake(int character)
    {
        if (Next != character)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes characters as long as they are of a kind.</summary>
    internal string TakeWhile(Func<int, bool> isWanted, int most = int.MaxValue)
    {
        var taken = "";
        while (taken.Length < most && Next != End && isWanted(Next))
        {
            taken += char.ConvertFromUtf32(Take());
        }

        return taken;
    }

    /// <summary>Takes everything up to a mark, and the mark.</summary>
    internal string TakeUntil(int mark, string what)
    {
        var taken = TakeWhile(character => character != mark);
        return TryTake(mark) ? taken : throw Fault($"{what} is not closed by '{(char)mark}'");
    }

    internal FormatException Fault(string problem) => new($"{problem} (at character {Position}).");
}
