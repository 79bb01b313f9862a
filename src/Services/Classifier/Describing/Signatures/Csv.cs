namespace Karton.Services.Classifier.Describing.Signatures;

internal static class Csv
{
    private const int FewestLines = 3;
    private const int MostLines = 10;

    /// <summary>Whether the first lines all have the same number of fields, at least two, parted by commas.</summary>
    public static bool IsCsv(string text)
    {
        // The last line may be cut off, so only lines with an end count.
        var rest = text.AsSpan();
        var fields = 0;
        var lines = 0;
        for (; lines < MostLines && rest.IndexOf('\n') is var end and >= 0; lines++)
        {
            var count = CountFields(rest[..end]);
            if (count < 2 || (lines > 0 && count != fields))
            {
                return false;
            }

            fields = count;
            rest = rest[(end + 1)..];
        }

        return lines >= FewestLines;
    }

    private static int CountFields(ReadOnlySpan<char> line)
    {
        var count = 1;
        var isQuoted = false;
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            count += letter == ',' && !isQuoted ? 1 : 0;
        }

        return count;
    }
}
