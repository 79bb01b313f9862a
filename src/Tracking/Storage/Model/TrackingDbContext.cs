using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Karton.Tracking.Storage.Model;

/// <summary>The tables in SQLite.</summary>
internal sealed class TrackingDbContext(DbContextOptions<TrackingDbContext> options) : LedgerDbContext(options)
{
    /// <summary>Ids are bytes here, in the order in which they are written.</summary>
    protected override void ConfigureIds(PropertiesConfigurationBuilder<Guid> ids) =>
        ids.HaveConversion<IdConverter>();

    private sealed class IdConverter() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true), bytes => new Guid(bytes, true));
}
