using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Karton.Tracking.Storage.Model;

/// <summary>Makes the context for <c>dotnet ef migrations</c>, which needs no database.</summary>
internal sealed class TrackingDbContextFactory : IDesignTimeDbContextFactory<TrackingDbContext>
{
    public TrackingDbContext CreateDbContext(string[] args) => Create("Data Source=:memory:");

    internal static TrackingDbContext Create(string connectionString) =>
        new(new DbContextOptionsBuilder<TrackingDbContext>().UseSqlite(connectionString).Options);
}
