using Karton.Sdk.Servers;
using Karton.Sdk.Transports.RabbitMq;
using Microsoft.Extensions.Configuration;
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
    /// arguments the services only look on; see <see cref="KartonOptions.Debug"/>.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="args">The program's arguments.</param>
    /// <param name="configure">Names the services.</param>
    /// <exception cref="OptionsValidationException"><c>Karton:Engine</c> names no engine.</exception>
    /// <exception cref="InvalidOperationException">Karton was added before, or a service makes no sense.</exception>
    public static IHostApplicationBuilder AddKarton(
        this IHostApplicationBuilder builder, string[] args, Action<KartonBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(args);
        var engine = EngineOf(builder.Configuration);
        if (args.Contains(DebugArgument, StringComparer.Ordinal))
        {
            builder.Services.PostConfigure<KartonOptions>(options => options.Debug = true);
        }

        builder.Services.AddKarton(karton =>
        {
            if (engine == KartonEngine.Distributed)
            {
                karton.UseRabbitMq();
            }

            configure(karton);
        });
        return builder;
    }

    /// <summary>Builds the program and runs it until it is told to stop. What is set wrong, or a server that cannot be
    /// used, becomes one line on standard error.</summary>
    /// <returns>The exit code: 0, or 1 when it could not run.</returns>
    public static async Task<int> RunKartonAsync(this HostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        try
        {
            using var host = builder.Build();
            await host.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is ServerUnavailableException or OptionsValidationException)
        {
            // Said in words for people; a stack trace would hide them.
            await Console.Error.WriteLineAsync($"{builder.Environment.ApplicationName}: {e.Message}");
            return 1;
        }
    }

    private static KartonEngine EngineOf(IConfiguration configuration)
    {
        var text = configuration[EngineSetting];
        if (string.IsNullOrEmpty(text))
        {
            return KartonEngine.Embedded;
        }

        return Enum.TryParse<KartonEngine>(text, ignoreCase: true, out var engine) && Enum.IsDefined(engine)
            ? engine
            : throw new OptionsValidationException(
                EngineSetting,
                typeof(KartonEngine),
                [$"{EngineSetting} is '{text}'; it must be Embedded or Distributed."]);
    }
}
