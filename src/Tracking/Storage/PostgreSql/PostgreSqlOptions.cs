using Karton.Sdk.Servers;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>How the ledger's database is reached; read from the configuration section
/// <c>Karton:PostgreSql</c>.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:PostgreSql";

    /// <summary>The host. Default <c>localhost</c>.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The port: 1 to 65,535. Default 5432.</summary>
    public int Port { get; set; } = 5432;

    /// <summary>The database. It must be there, with the encoding UTF8; the tables are made in it. One ledger a
    /// database: those that write to one take turns, whatever their schemas. Default <c>karton</c>.</summary>
    public string Database { get; set; } = "karton";

    /// <summary>The user. Default <c>karton</c>.</summary>
    public string Username { get; set; } = "karton";

    /// <summary>The password. Default: none.</summary>
    public string? Password { get; set; }

    /// <summary>The encryption of the connection. Default: none.</summary>
    public TlsOptions Tls { get; set; } = new();
}

internal sealed class PostgreSqlOptionsValidator : IValidateOptions<PostgreSqlOptions>
{
    private const string S = PostgreSqlOptions.Section;

    public ValidateOptionsResult Validate(string? name, PostgreSqlOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(PostgreSqlOptions options)
    {
        foreach (var (key, value) in (IEnumerable<(string, string)>)
            [("Host", options.Host), ("Database", options.Database), ("Username", options.Username)])
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{S}:{key} is empty.";
            }
        }

        if (options.Port is < 1 or > 65_535)
        {
            yield return $"{S}:Port is {options.Port}; it must lie between 1 and 65535.";
        }

        foreach (var fault in options.Tls.Validate($"{S}:Tls"))
        {
            yield return fault;
        }
    }
}
