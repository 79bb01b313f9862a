using Karton.Tracking.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>
/// The tables in PostgreSQL. Not derived from SQLite's context: <c>dotnet ef</c> takes whatever makes a derived one for
/// what makes the other, too.
/// </summary>
internal sealed class PostgreSqlDbContext(DbContextOptions<PostgreSqlDbContext> options) : LedgerDbContext(options)
{
    // By bytes, as SQLite compares: the order does not hang on the server's locale, and no update of the system's
    // locales can spoil an index.
    protected override void ConfigureText(PropertiesConfigurationBuilder<string> text) => text.UseCollation("C");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<AnalysisRow>().HasIndex(row => row.SubmittedAt, "ix_analyses_drained")
            .HasFilter("completed_at IS NULL AND is_known AND declared = ended");
    }
}
