using Karton.Sdk;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Describing.Magic;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Services.Classifier;

/// <summary>Adds the classifier to a process.</summary>
public static class ClassifierRegistration
{
    /// <summary>Adds the service <c>karton.classifier</c>; its settings are read from
    /// <c>Karton:Classifier</c>.</summary>
    public static KartonBuilder AddClassifier(this KartonBuilder karton)
    {
        ArgumentNullException.ThrowIfNull(karton);
        AddParts(karton.Services);
        return karton.AddConsumer<ClassifierConsumer>();
    }

    internal static void AddParts(IServiceCollection services)
    {
        services.AddSettings<ClassifierOptions, ClassifierOptionsValidator>(ClassifierOptions.Section);
        services.TryAddSingleton(MakeDescriber);
        services.AddHostedService<ClassifierWarmUp>();
    }

    private static Describer MakeDescriber(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ClassifierOptions>>().Value;
        return new Describer(
            options.ForceFallback
                ? null
                : () => MagicDescriber.Load(MagicLibrary.DefaultNames, database: null, options.HeadSize),
            provider.GetRequiredService<ILogger<Describer>>());
    }
}
