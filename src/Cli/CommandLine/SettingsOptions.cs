using System.CommandLine;
using System.CommandLine.Parsing;
using Karton.Cli.Settings;
using Karton.Sdk;

namespace Karton.Cli.CommandLine;

/// <summary>The options about settings, which most commands have: <c>--engine</c>, <c>--config</c> and
/// <c>--set</c>.</summary>
internal sealed class SettingsOptions
{
    private readonly Option<KartonEngine?> _engine = new("--engine")
    {
        Description = "Where everything runs: in this process, or on RabbitMQ, PostgreSQL and S3. Otherwise what "
            + "Karton:Engine says, otherwise embedded.",
        HelpName = "embedded|distributed",
        CustomParser = ParseEngine,
    };

    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = $"A JSON file with settings. Otherwise {SettingsReader.FileVariable}. It comes after "
            + "/etc/karton/karton.json and ~/.config/karton/karton.json and before the environment.",
        HelpName = "FILE",
    };

    private readonly Option<KeyValuePair<string, string>[]> _sets = new("--set")
    {
        Description = "A setting below Karton, such as RabbitMq:Hosts:0=mq1. Repeatable. Others can see it: passwords "
            + "belong into the environment or a file.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = ParseSets,
    };

    private readonly bool _hasEngine;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="hasEngine">Whether it runs on either engine.</param>
    public SettingsOptions(Command command, bool hasEngine = true)
    {
        _hasEngine = hasEngine;
        if (hasEngine)
        {
            command.Add(_engine);
        }

        command.Add(_config);
        command.Add(_sets);
    }

    public SettingsRequest Bind(ParseResult parsed) => new()
    {
        Engine = _hasEngine ? parsed.GetValue(_engine) : null,
        ConfigFile = parsed.GetValue(_config),
        Sets = parsed.GetValue(_sets) ?? [],
    };

    private static KartonEngine? ParseEngine(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        switch (text)
        {
            case "embedded":
                return KartonEngine.Embedded;
            case "distributed":
                return KartonEngine.Distributed;
            default:
                result.AddError($"'{text}' is no engine. Choose embedded or distributed.");
                return null;
        }
    }

    private static KeyValuePair<string, string>[] ParseSets(ArgumentResult result)
    {
        var sets = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            var split = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (split < 1)
            {
                // It may be a secret: it is not shown.
                result.AddError("--set wants KEY=VALUE. Write it like RabbitMq:Hosts:0=mq1.");
            }
            else
            {
                sets.Add(new(token.Value[..split], token.Value[(split + 1)..]));
            }
        }

        return [.. sets];
    }
}
