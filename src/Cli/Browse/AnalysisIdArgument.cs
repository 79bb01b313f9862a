using System.CommandLine;

namespace Karton.Cli.Browse;

/// <summary>The argument <c>ID</c>, which several commands have.</summary>
internal static class AnalysisIdArgument
{
    public static Argument<Guid> New() => new("ID")
    {
        Description = "The analysis, as 'karton list' shows it.",
        CustomParser = result =>
        {
            if (!Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no id of an analysis. 'karton list' shows them.");
            }

            return id;
        },
    };
}
