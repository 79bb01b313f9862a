using Karton.Sdk;
using Karton.Services.Unpacker.Extraction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Karton.Services.Unpacker;

/// <summary>Adds the unpacker to a process.</summary>
public static class UnpackerRegistration
{
    /// <summary>Adds the service <c>karton.unpacker</c>; its settings are read from <c>Karton:Unpacker</c>.</summary>
    public static KartonBuilder AddUnpacker(this KartonBuilder karton)
    {
        ArgumentNullException.ThrowIfNull(karton);
        AddParts(karton.Services);
        return karton.AddConsumer<UnpackerConsumer>();
    }

    internal static void AddParts(IServiceCollection services)
    {
        services.AddSettings<UnpackerOptions, UnpackerOptionsValidator>(UnpackerOptions.Section);
        services.TryAddSingleton(provider =>
            new DecoderMemory(provider.GetRequiredService<IOptions<UnpackerOptions>>().Value.MaxDecoderBytes));
    }
}
