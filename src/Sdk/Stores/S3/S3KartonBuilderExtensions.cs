using Karton.Sdk.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Stores.S3;

/// <summary>Adds the object store on S3.</summary>
public static class S3KartonBuilderExtensions
{
    /// <summary>Keeps contents in the bucket that the configuration section <c>Karton:S3</c> names, unless another
    /// <see cref="IObjectStore"/> is registered, and waits for the server at the start.</summary>
    public static KartonBuilder UseS3(this KartonBuilder karton)
    {
        ArgumentNullException.ThrowIfNull(karton);
        karton.Services.AddSettings<S3Options, S3OptionsValidator>(S3Options.Section);
        karton.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServerCheck, S3Check>());
        karton.Services.TryAddSingleton<IObjectStore>(provider => new MinioMessageDataRepository(
            provider.GetRequiredService<IOptions<S3Options>>().Value,
            provider.GetRequiredService<ILogger<MinioMessageDataRepository>>()));
        return karton;
    }
}
