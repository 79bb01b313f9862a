using System.Text;

namespace Karton.Samples.Strings;

internal static class PrintableStrings
{
    private const int Shortest = 6;
    private const int Most = 1000;

    public static string[] In(ReadOnlySpan<byte> content)
    {
        var found = new List<string>();
        var start = 0;
        for (var end = 0; end <= content.Length && found.Count < Most; end++)
        {
            if (end < content.Length && content[end] is >= 0x20 and < 0x7f)
            {
                continue;
            }

            if (end - start >= Shortest)
            {
                found.Add(Encoding.ASCII.GetString(content[start..end]));
            }

            start = end + 1;
        }

        return [.. found];
    }
}
