using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Karton.Sdk;

/// <summary>Adds options that are read from the configuration.</summary>
public static class SettingsServiceCollectionExtensions
{
    /// <summary>Fills options from a section of the configuration, where there is a configuration, and validates them
    /// at the start.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TValidator">What finds fault with them.</typeparam>
    /// <param name="services">The services of the process.</param>
    /// <param name="section">The section, such as <c>Karton:MyService</c>.</param>
    /// <param name="configure">Changes what the configuration says. Default: nothing.</param>
    public static OptionsBuilder<TOptions> AddSettings<TOptions, TValidator>(
        this IServiceCollection services, string section, Action<TOptions>? configure = null)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddOptions<TOptions>()
            .Configure<IServiceProvider>((options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(section).Bind(options))
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
    }
}
