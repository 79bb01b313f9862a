namespace Karton.Services.Unpacker.Extraction;

/// <summary>
/// Cuts the names of one archive's entries to a bearable length, and changes nothing else: what stands in a name is
/// data. Long names are cut harder once there are many of them, for all of them are kept until the archive is done.
/// </summary>
internal sealed class EntryNames
{
    private const int Longest = 4096;
    private const int LongestOfMany = 256;
    private const int Many = 4 * 1024 * 1024;

    private int _characters;

    public string Clean(string name)
    {
        var longest = _characters > Many ? LongestOfMany : Longest;
        if (name.Length > longest)
        {
            name = char.IsHighSurrogate(name[longest - 1]) ? name[..(longest - 1)] : name[..longest];
        }

        _characters += name.Length;
        return name.Length == 0 ? "unnamed" : name;
    }
}
