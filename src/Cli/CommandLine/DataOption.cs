using System.CommandLine;

namespace Karton.Cli.CommandLine;

/// <summary>The option <c>--data</c>, which several commands have.</summary>
internal static class DataOption
{
    public static Option<string?> New(string otherwise) => new("--data", "-d")
    {
        Description = $"Where everything is kept. Otherwise {DataDirectory.Variable}, otherwise {otherwise}.",
        HelpName = "DIR",
    };
}
