using Karton.Gateway;
using Karton.Sdk;
using Karton.Sdk.Stores;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Services.Classifier;
using Karton.Services.Unpacker;
using Karton.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.LoadTest.Roles;

/// <summary>The processes of an installation of Karton with the services that come with it; what tracks is that of
/// <see cref="KartonRoles"/>.</summary>
internal static class PipelineRoles
{
    internal static IRole Intake() => New(karton => karton.UseRabbitMq().UseS3());

    internal static IRole Classifier() => New(karton => karton.UseRabbitMq().UseS3().AddClassifier());

    internal static IRole Unpacker() => New(karton => karton.UseRabbitMq().UseS3().AddUnpacker());

    /// <summary>All of it in one process, on a ledger and a store of its own in the process's folder for temporary
    /// files.</summary>
    internal static IRole Embedded()
    {
        var folder = Directory.CreateTempSubdirectory();
        return New(karton =>
        {
            karton.Services.AddSingleton<IObjectStore>(
                _ => new FileObjectStore(Path.Combine(folder.FullName, "objects")));
            karton.AddTracking(tracking => tracking.DatabasePath = Path.Combine(folder.FullName, "ledger.db"))
                .AddClassifier()
                .AddUnpacker();
        });
    }

    private static HostRole New(Action<KartonBuilder> configure) => new(
        builder =>
        {
            builder.Services.AddPublishObserver(provider => provider.GetRequiredService<Milestones>());
            builder.Services.AddGateway();
            builder.Services.AddKarton(configure);
        },
        (_, _, _) => throw new NotSupportedException("It takes samples, not tasks."));
}
