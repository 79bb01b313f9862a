namespace Karton.Services.Classifier.Recognizing;

/// <summary>The values of the headers <c>kind</c> and <c>platform</c> that more than one rule gives.</summary>
internal static class Vocabulary
{
    public const string Archive = "archive";
    public const string Document = "document";
    public const string Runnable = "runnable";
    public const string Script = "script";

    public const string Win32 = "win32";
}
