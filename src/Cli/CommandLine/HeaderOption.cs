using System.CommandLine;
using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Cli.CommandLine;

/// <summary>The option <c>--header NAME=VALUE</c>, which may be given several times.</summary>
internal static class HeaderOption
{
    public static Option<DataMap> New() => new("--header")
    {
        Description = "A header of the root task besides type=sample and kind=raw, or instead of them. Repeatable.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => DataMap.Empty,
        CustomParser = result =>
        {
            var headers = DataMap.Empty;
            foreach (var token in result.Tokens)
            {
                var split = token.Value.IndexOf('=', StringComparison.Ordinal);
                var name = split > 0 ? token.Value[..split] : string.Empty;
                if (name.Length == 0)
                {
                    result.AddError($"'{token.Value}' is no header. Write it like quality=low.");
                }
                else if (name is WellKnownHeaders.Origin or WellKnownHeaders.Receiver)
                {
                    result.AddError($"The header '{name}' is set by Karton itself. Choose another name.");
                }
                else
                {
                    headers = new DataMap(headers) { [name] = token.Value[(split + 1)..] };
                }
            }

            return headers;
        },
    };
}
