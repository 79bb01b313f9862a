using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Karton.Tracking.Storage.Model;

/// <summary>
/// The tables of the ledger, whatever its database. The schemas and their migrations come from here, each kind of
/// database's from a context of its own; the ledger itself reads and writes with SQL of its own, and a start that finds
/// a current or an empty database never loads this.
/// </summary>
internal abstract class LedgerDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<AnalysisRow> Analyses => Set<AnalysisRow>();

    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<OutcomePartRow> OutcomeParts => Set<OutcomePartRow>();

    public DbSet<ServiceRow> Services => Set<ServiceRow>();

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<DeadlineRow> Deadlines => Set<DeadlineRow>();

    public DbSet<ResourceRefRow> ResourceRefs => Set<ResourceRefRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ConfigureIds(configurationBuilder.Properties<Guid>());
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeConverter>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<TimeSpanToTicksConverter>();
        ConfigureText(configurationBuilder.Properties<string>().HaveConversion<TextConverter>());
    }

    protected virtual void ConfigureIds(PropertiesConfigurationBuilder<Guid> ids)
    {
    }

    protected virtual void ConfigureText(PropertiesConfigurationBuilder<string> text)
    {
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AnalysisRow>(analysis =>
        {
            analysis.ToTable("analyses").HasKey(row => row.AnalysisId);
            analysis.Ignore(row => row.Open).Ignore(row => row.IsDrained).Ignore(row => row.IsRunning);
            analysis.Ignore(row => row.Counters);
            analysis.HasIndex(row => row.SubmittedAt);
            analysis.HasIndex(row => row.SubmittedAt, "ix_analyses_unfinished").HasFilter("completed_at IS NULL");
            analysis.HasIndex(row => row.SubmittedAt, "ix_analyses_drained")
                .HasFilter("completed_at IS NULL AND is_known = 1 AND declared = ended");
        });
        modelBuilder.Entity<TaskRow>(task =>
        {
            task.ToTable("tasks").HasKey(row => new { row.AnalysisId, row.TaskId });
            task.HasIndex(
                    row => new
                    {
                        row.AnalysisId, row.ParentId, row.Origin, row.Generation, row.Ordinal, row.TaskId,
                    },
                    "ix_tasks_children")
                .HasFilter("parent_id IS NOT NULL");
        });
        modelBuilder.Entity<DeliveryRow>(delivery =>
        {
            delivery.ToTable("deliveries")
                .HasKey(row => new { row.AnalysisId, row.TaskId, row.Identity, row.Generation });
            delivery.HasIndex(row => new { row.Identity, row.SentAt }, "ix_deliveries_open")
                .HasFilter("status IS NULL");
        });
        modelBuilder.Entity<OutcomePartRow>(part => part.ToTable("outcome_parts").HasKey(
            row => new { row.AnalysisId, row.TaskId, row.Identity, row.Generation, row.Parts, row.Part }));
        modelBuilder.Entity<ServiceRow>(service => service.ToTable("services").HasKey(row => row.Identity));
        modelBuilder.Entity<InstanceRow>(instance =>
            instance.ToTable("instances").HasKey(row => new { row.Identity, row.Instance }));
        modelBuilder.Entity<OutboxRow>(message =>
        {
            message.ToTable("outbox").HasKey(row => row.Sequence);
            message.Property(row => row.Sequence).ValueGeneratedOnAdd();
        });
        modelBuilder.Entity<DeadlineRow>(deadline =>
        {
            deadline.ToTable("deadlines").HasKey(row => row.AnalysisId);
            deadline.HasIndex(row => row.DueAt);
        });
        modelBuilder.Entity<ResourceRefRow>(reference =>
        {
            reference.ToTable("resource_refs").HasKey(row => new { row.AnalysisId, row.Sha256 });
            reference.HasIndex(row => row.Sha256);
        });
        NameInSnakeCase(modelBuilder);
    }

    private static void NameInSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            }

            foreach (var index in entity.GetIndexes().Where(index => index.Name is null))
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{index.Properties[0].GetColumnName()}");
            }
        }
    }

    private sealed class TimeConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class TextConverter() : ValueConverter<string, string>(
        text => StoredText.Clean(text)!, stored => StoredText.Restore(stored)!);
}
