using Microsoft.Extensions.Options;

namespace Karton.Cli.Engine.Health;

/// <summary>Where a process says how it is; read from the section <c>Karton:Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton:Health";

    /// <summary>The address and port to listen on, such as <c>127.0.0.1:8080</c>, <c>0.0.0.0:8080</c> or
    /// <c>[::1]:8080</c>. Whoever reaches it can see which servers the process can use. Default: none, so that nobody
    /// is told.</summary>
    public string? Listen { get; set; }
}

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options) =>
        string.IsNullOrEmpty(options.Listen) || HealthAddress.TryParse(options.Listen) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{HealthOptions.Section}:Listen is '{options.Listen}'; it must be an address and a port, such as "
                + "127.0.0.1:8080.");
}
