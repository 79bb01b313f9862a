using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;

namespace Karton.Bench.Ledger;

internal static class Site
{
    internal static PostgreSqlOptions OptionsOf(PostgreSqlDatabase database)
    {
        var options = new PostgreSqlOptions();
        new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build()
            .GetSection(PostgreSqlOptions.Section).Bind(options);
        return options;
    }
}
