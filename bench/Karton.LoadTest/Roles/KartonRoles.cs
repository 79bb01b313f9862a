using Karton.Sdk;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.LoadTest.Roles;

/// <summary>The processes of an installation of Karton.</summary>
internal static class KartonRoles
{
    internal static IRole Publisher() => New(karton => karton.UseRabbitMq());

    internal static IRole Service() => New(karton => karton.UseRabbitMq().AddConsumer<LoadConsumer>());

    internal static IRole Tracking() => New(karton => karton.UseRabbitMq().AddSharedTracking());

    /// <summary>All of it in one process, on a ledger of its own in the process's folder for temporary
    /// files.</summary>
    internal static IRole Embedded()
    {
        var folder = Directory.CreateTempSubdirectory();
        return New(karton => karton
            .AddTracking(tracking => tracking.DatabasePath = Path.Combine(folder.FullName, "ledger.db"))
            .AddConsumer<LoadConsumer>());
    }

    private static HostRole New(Action<KartonBuilder> configure) => new(
        builder => builder.Services
            .AddPublishObserver(provider => provider.GetRequiredService<Milestones>())
            .AddKarton(configure),
        (services, task, cancellationToken) => services.GetRequiredService<IAnalysisClient>()
            .SubmitAsync(task, LoadTasks.BudgetOf(task), cancellationToken));
}
