using System.Runtime.CompilerServices;

namespace Karton.Contracts.Tests;

/// <summary>
/// Compares text with a file in the repository that a person has approved. When a change is wanted, run the tests once
/// with the environment variable <c>KARTON_ACCEPT=1</c>: the files are written anew, and the difference is reviewed
/// with the change.
/// </summary>
internal static class Approved
{
    private const string Accept = "KARTON_ACCEPT";

    /// <summary>Fails when <paramref name="actual"/> is not what stands in the file.</summary>
    /// <param name="actual">The text to compare.</param>
    /// <param name="file">The file, relative to the folder of the calling test's source.</param>
    /// <param name="source">The calling test's source.</param>
    internal static void Matches(string actual, string file, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, file);
        var text = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        Assert.True(File.Exists(path), $"{file} is missing. Run the tests with {Accept}=1 to write it.");
        var approved = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.True(
            text == approved,
            $"{file} is not what was approved: {FirstDifference(approved, text)} If the change is wanted, run the "
            + $"tests with {Accept}=1 and commit the file.");
    }

    private static string FirstDifference(string approved, string actual)
    {
        var (left, right) = (approved.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} was '{left.ElementAtOrDefault(line)}' and is '{right.ElementAtOrDefault(line)}'.";
    }
}
