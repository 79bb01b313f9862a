using System.CommandLine;
using Karton.Cli.CommandLine;
using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Sdk;
using Karton.Tracking.Storage.PostgreSql;

namespace Karton.Cli.Browse;

/// <summary>Which ledger a command is to read.</summary>
internal sealed record LedgerRequest(string? DataDirectory, SettingsRequest Settings)
{
    public static LedgerRequest Bind(ParseResult parsed, Option<string?> data, SettingsOptions settings) =>
        new(parsed.GetValue(data), settings.Bind(parsed));

    /// <summary>The ledger, and what people call it.</summary>
    public (EngineSettings Settings, string Place) Resolve(Terminal terminal)
    {
        var settings = SettingsReader.Read(terminal, Settings);
        var kind = settings.EngineOr(KartonEngine.Embedded);
        Cli.DataDirectory.RefuseOn(kind, DataDirectory);
        var engine = new EngineSettings { Kind = kind, Settings = settings };
        if (kind == KartonEngine.Distributed)
        {
            var database = settings.Bind<PostgreSqlOptions>(PostgreSqlOptions.Section);
            return (engine, $"the database '{database.Database}' on {database.Host}:{database.Port}");
        }

        var directory = Cli.DataDirectory.ChosenOrOwn(DataDirectory, terminal.Variable);
        return (engine with { DataDirectory = directory }, directory);
    }
}
