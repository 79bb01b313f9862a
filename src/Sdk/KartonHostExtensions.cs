using System.Text.Json;
using Karton.Contracts.Filters;
using Karton.Sdk.Servers;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Transports.RabbitMq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Sdk;

/// <summary>Makes a program of services.</summary>
public static class KartonHostExtensions
{
    private const string EngineSetting = $"{KartonOptions.Section}:Engine";
    private const string DebugArgument = "--debug";

    /// <summary>Adds Karton on the engine that the setting <c>Karton:Engine</c> names. With <c>--debug</c> among the
    /// arguments the services only look on; see <see cref="KartonOptions.Debug"/>. What is set wrong shows when the
    /// program starts.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="args">The program's arguments.</param>
    /// <param name="configure">Names the services.</param>
    /// <exception cref="InvalidOperationException">Karton was added before, or a service's attributes are missing or
    /// make no sense.</exception>
    public static IHostApplicationBuilder AddKarton(
        this IHostApplicationBuilder builder, string[] args, Action<KartonBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configure);
        if (args.Contains(DebugArgument, StringComparer.Ordinal))
        {
            builder.Services.PostConfigure<KartonOptions>(options => options.Debug = true);
        }

        try
        {
            var engine = EngineOf(builder);
            builder.Services.AddKarton(karton =>
            {
                if (engine == KartonEngine.Distributed)
                {
                    karton.UseRabbitMq().UseS3();
                }

                configure(karton);
            });
        }
        catch (InvalidOperationException e) when (e.InnerException is FilterException or JsonException)
        {
            FailAtStart(builder, e.Message);
        }

        return builder;
    }

    /// <summary>Runs the program until it is told to stop. What is set wrong, or a server that cannot be used, becomes
    /// a line on standard error, without a stack trace.</summary>
    /// <returns>The exit code: 0, or 1 when it could not run.</returns>
    public static async Task<int> RunKartonAsync(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.Services.GetRequiredService<IHostEnvironment>().ApplicationName;
        try
        {
            // Before anything is made from the settings, so that every fault is named at once.
            host.Services.GetService<IStartupValidator>()?.Validate();
            await host.RunAsync();
            return 0;
        }
        catch (Exception e) when (FaultsIn(e) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync($"{name}: {fault}");
            }

            return 1;
        }
    }

    // Those that are told in words for people; whatever else it was keeps its stack trace.
    private static List<string> FaultsIn(Exception thrown) => thrown switch
    {
        ServerUnavailableException => [thrown.Message],
        OptionsValidationException wrong => [.. wrong.Failures],
        AggregateException many when many.InnerExceptions.All(inner => FaultsIn(inner).Count > 0) =>
            [.. many.InnerExceptions.SelectMany(FaultsIn)],
        _ => [],
    };

    private static KartonEngine EngineOf(IHostApplicationBuilder builder)
    {
        var text = builder.Configuration[EngineSetting];
        if (string.IsNullOrEmpty(text))
        {
            return KartonEngine.Embedded;
        }

        if (Enum.TryParse<KartonEngine>(text, ignoreCase: true, out var engine) && Enum.IsDefined(engine))
        {
            return engine;
        }

        FailAtStart(builder, $"{EngineSetting} is '{text}'; it must be Embedded or Distributed.");
        return KartonEngine.Embedded;
    }

    private static void FailAtStart(IHostApplicationBuilder builder, string fault) =>
        builder.Services.AddOptions<KartonOptions>().Validate(_ => false, fault).ValidateOnStart();
}
