namespace Karton.Services.Classifier.Content;

/// <summary>Tells the kinds of Office documents from what they are made of.</summary>
internal static class OfficeDocument
{
    /// <summary>The extension of the Office Open XML document that has these entries; <see langword="null"/> when it is
    /// none.</summary>
    public static string? KindOf(IReadOnlyList<string> zipEntries)
    {
        if (!zipEntries.Contains("[Content_Types].xml"))
        {
            return null;
        }

        return zipEntries.Select(KindOfPart).FirstOrDefault(kind => kind is not null);
    }

    /// <summary>The extension of the older Office document that has these streams; <see langword="null"/> when it is
    /// none.</summary>
    public static string? KindOf(CompoundFile? file) => file switch
    {
        null => null,
        _ when file.Has("WordDocument") => "doc",
        _ when file.Has("Workbook") || file.Has("Book") => "xls",
        _ when file.Has("PowerPoint Document") => "ppt",
        _ => null,
    };

    private static string? KindOfPart(string entry) => entry switch
    {
        _ when entry.StartsWith("word/", StringComparison.Ordinal) => "docx",
        _ when entry.StartsWith("ppt/", StringComparison.Ordinal) => "pptx",
        _ when entry.StartsWith("xl/", StringComparison.Ordinal) => "xlsx",
        _ => null,
    };
}
